package dev.plumbline.storage;

/**
 * What a tenant, or all together, may have. Lengths are in characters. 0: no limit.
 *
 * @param series in memory at a time; what is in blocks only does not count
 * @param samplesPerSecond taken, on average; up to those of a minute may come at once
 * @param labelNames labels of a series, its name being one
 */
public record TenantLimits(long series, long samplesPerSecond, long labelNames, long labelNameLength, long labelValueLength) {
    public static final TenantLimits NONE = new TenantLimits(0, 0, 0, 0, 0);

    public TenantLimits {
        if (series < 0 || samplesPerSecond < 0 || labelNames < 0 || labelNameLength < 0 || labelValueLength < 0) {
            throw new IllegalArgumentException("a limit is 0 (none) or more");
        }
    }

    /** One of the limits. */
    public enum Kind {
        SERIES("series"), SAMPLES_PER_SECOND("samples_per_second"), LABEL_NAMES("label_names"), LABEL_NAME_LENGTH("label_name_length"),
        LABEL_VALUE_LENGTH("label_value_length");

        private final String key;

        Kind(String key) {
            this.key = key;
        }

        /** What it is called in the configuration, in metrics and in answers. */
        public String key() {
            return key;
        }
    }

    /** The limit of a kind; 0: none. */
    public long of(Kind kind) {
        return switch (kind) {
            case SERIES -> series;
            case SAMPLES_PER_SECOND -> samplesPerSecond;
            case LABEL_NAMES -> labelNames;
            case LABEL_NAME_LENGTH -> labelNameLength;
            case LABEL_VALUE_LENGTH -> labelValueLength;
        };
    }
}
