package dev.plumbline.daemon.verdicts;

import dev.plumbline.analysis.argo.Measurement;
import dev.plumbline.analysis.argo.MeasurementCounts;
import dev.plumbline.analysis.argo.Phase;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was measured of one metric of a template. Immutable.
 *
 * @param dropped those that are not kept one by one any more, counted
 * @param kept the latest ones, in order of time
 */
record Measurements(MeasurementCounts dropped, List<Taken> kept) {
    static final Measurements NONE = new Measurements(MeasurementCounts.NONE, List.of());
    private static final int MAX_TEXT = 1_000;

    Measurements {
        kept = List.copyOf(kept);
    }

    /** One measurement: when it was due, and what came of it; texts are cut at {@value #MAX_TEXT} characters. */
    record Taken(long atMillis, Phase phase, String value, String message) {
        static Taken of(long atMillis, Measurement m) {
            return new Taken(atMillis, m.phase(), cut(m.value()), cut(m.message()));
        }

        private static String cut(String text) {
            return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT - 1) + "…";
        }

        /** The value if it is one number; NaN else. */
        double number() {
            String inner = value.startsWith("[") && value.endsWith("]") ? value.substring(1, value.length() - 1) : value;
            try {
                return inner.isEmpty() || !Character.isDigit(inner.charAt(inner.length() - 1)) ? Double.NaN : Double.parseDouble(inner);
            } catch (NumberFormatException notOneNumber) {
                return Double.NaN;
            }
        }
    }

    /** All of them, counted. */
    MeasurementCounts counts() {
        MeasurementCounts counts = dropped;
        for (Taken t : kept) {
            counts = counts.and(t.phase);
        }
        return counts;
    }

    /** The latest one, null before the first. */
    @Nullable Taken last() {
        return kept.isEmpty() ? null : kept.getLast();
    }

    /** With one more, the oldest one being counted only where there are more than {@code most}. */
    Measurements with(Taken taken, int most) {
        var more = new ArrayList<>(kept);
        more.add(taken);
        return more.size() <= most ? new Measurements(dropped, more)
                : new Measurements(dropped.and(more.getFirst().phase), more.subList(1, more.size()));
    }
}
