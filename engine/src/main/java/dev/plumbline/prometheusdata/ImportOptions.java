package dev.plumbline.prometheusdata;

import java.time.Duration;

/**
 * How a data directory is read.
 *
 * @param maxRangeMillis no range is longer, and none crosses a multiple of it since the epoch; at least a minute
 * @param maxLogSamples about how many samples of the log are held at once, 16 bytes each (a histogram counts as many);
 *     a minute of the log is held whole, however many it has
 * @param fromMillis nothing before is read, ms since the epoch; {@code Long.MIN_VALUE}: everything
 */
public record ImportOptions(long maxRangeMillis, long maxLogSamples, long fromMillis) {
    static final long MINUTE = Duration.ofMinutes(1).toMillis();

    /** Ranges of at most a day; 8 million samples of the log. */
    public static final ImportOptions DEFAULTS = new ImportOptions(Duration.ofDays(1).toMillis(), 8_000_000, Long.MIN_VALUE);

    public ImportOptions {
        if (maxRangeMillis < MINUTE || maxLogSamples < 1) {
            throw new IllegalArgumentException("ranges of at least a minute and at least one sample, not " + maxRangeMillis
                    + " ms and " + maxLogSamples);
        }
    }

    public ImportOptions withMaxRangeMillis(long value) {
        return new ImportOptions(value, maxLogSamples, fromMillis);
    }

    public ImportOptions withMaxLogSamples(long value) {
        return new ImportOptions(maxRangeMillis, value, fromMillis);
    }

    public ImportOptions withFromMillis(long value) {
        return new ImportOptions(maxRangeMillis, maxLogSamples, value);
    }
}
