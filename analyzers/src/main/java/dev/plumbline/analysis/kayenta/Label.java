package dev.plumbline.analysis.kayenta;

/** What a metric is called after the comparison. */
public enum Label {
    PASS("Pass"), HIGH("High"), LOW("Low"),
    /** One side has no data. */
    NODATA("Nodata"),
    /** One side has no data, and the configuration says it must. */
    NODATA_FAIL("NodataFailMetric"),
    /** It could not be compared. */
    ERROR("Error");

    private final String word;

    Label(String word) {
        this.word = word;
    }

    /** As Kayenta's results spell it. */
    public String word() {
        return word;
    }

    /** Whether there was nothing to compare. */
    boolean unknown() {
        return this == NODATA || this == ERROR;
    }
}
