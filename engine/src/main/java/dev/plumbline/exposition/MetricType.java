package dev.plumbline.exposition;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The types a {@code # TYPE} line may name. */
enum MetricType {
    UNKNOWN, COUNTER, GAUGE, HISTOGRAM, GAUGEHISTOGRAM, SUMMARY, INFO, STATESET;

    private static final MetricType[] ALL = values();
    private static final byte[] UNTYPED = "untyped".getBytes(StandardCharsets.US_ASCII);
    private final byte[] word = name().toLowerCase(java.util.Locale.ROOT).getBytes(StandardCharsets.US_ASCII);

    /** The type that is written at {@code [from, to)}, or null; {@code untyped} is known to the text format only. */
    static @Nullable MetricType read(byte[] b, int from, int to, boolean openMetrics) {
        for (MetricType type : ALL) {
            if (Arrays.equals(b, from, to, type.word, 0, type.word.length)) {
                return type;
            }
        }
        return !openMetrics && Arrays.equals(b, from, to, UNTYPED, 0, UNTYPED.length) ? UNKNOWN : null;
    }

    static MetricType of(int ordinal) {
        return ALL[ordinal];
    }

    String text() {
        return new String(word, StandardCharsets.US_ASCII);
    }
}
