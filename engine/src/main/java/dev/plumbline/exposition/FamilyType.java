package dev.plumbline.exposition;

/** The types of metric families in the protobuf format, by their numbers there. */
enum FamilyType {
    COUNTER("counter"), GAUGE("gauge"), SUMMARY("summary"), UNTYPED("unknown"), HISTOGRAM("histogram"), GAUGE_HISTOGRAM("gaugehistogram");

    private static final FamilyType[] ALL = values();
    private final String text;

    FamilyType(String text) {
        this.text = text;
    }

    /** @throws ExpositionException for a number that no type has */
    static FamilyType of(int number) {
        if (number < 0 || number >= ALL.length) {
            throw ExpositionException.of("a metric family has the type " + number + ", known are 0 to " + (ALL.length - 1));
        }
        return ALL[number];
    }

    /** The word that metadata has for it. */
    String text() {
        return text;
    }

    boolean isHistogram() {
        return this == HISTOGRAM || this == GAUGE_HISTOGRAM;
    }
}
