package dev.plumbline.promql.eval;

import dev.plumbline.storage.Downsampled;
import org.jspecify.annotations.Nullable;

/**
 * A function over the ranges of series of whose past only aggregate rows are left: what was computed from the last sample of each row is put
 * right from the rows' figures, and who asks for what they cannot tell is told so. Contract: docs/formats/downsampling.md. One thread.
 */
final class DownsampledCalls {
    private final RangeColumns.Call call;
    private final SelectedSeries stored;
    private final @Nullable LongWindows figures;
    private final Annotations notes;

    private DownsampledCalls(RangeColumns.Call call, SelectedSeries stored, Annotations notes) {
        this.call = call;
        this.stored = stored;
        this.notes = notes;
        figures = LongWindows.ofDownsampled(call, stored);
    }

    /** For a call, or null when its vector was computed. */
    static @Nullable DownsampledCalls of(RangeColumns.Call call, RangeVector vector, Annotations notes) {
        SelectedSeries stored = vector.stored();
        return stored == null ? null : new DownsampledCalls(call, stored, notes);
    }

    /** What of the windows of the i-th series is downsampled; null when nothing is. */
    @Nullable Downsampled of(int i) {
        Downsampled past = stored.series().get(i).downsampled();
        WindowTimes windows = stored.windows();
        return past == null || windows.count() == 0 || windows.minMillis() > past.untilMillis() ? null : past;
    }

    /** Puts the column of the i-th series right; null when nothing is left of it. */
    @Nullable Column correct(int i, Downsampled past, Column lasts) {
        String resolution = text(past.resolutionMillis());
        if (figures == null) {
            notes.warn((call.extended() ? "an anchored or smoothed range" : call.name()) + " cannot be answered from samples downsampled to "
                    + resolution + ": the last sample of each " + resolution + " was looked at", call.at());
        } else {
            if (stored.windows().rangeMillis() < 2 * past.resolutionMillis()) {
                notes.warn("the range of " + call.name() + " is shorter than 2 rows of samples downsampled to " + resolution
                        + ": a range of " + text(2 * past.resolutionMillis()) + " or more would be answered well", call.at());
            }
            figures.correct(i, past.untilMillis(), lasts);
        }
        return lasts.isEmpty() ? null : lasts;
    }

    private static String text(long millis) {
        return millis % 3_600_000 == 0 ? millis / 3_600_000 + "h" : millis % 60_000 == 0 ? millis / 60_000 + "m" : millis + "ms";
    }
}
