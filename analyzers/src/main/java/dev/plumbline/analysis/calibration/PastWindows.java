package dev.plumbline.analysis.calibration;

import dev.plumbline.analysis.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Windows of the past, spread evenly and none overlapping another: what one saw no other sees, so that a count of windows is a count
 * of separate trials. The time is cut into as many equal slots as there are windows and each window lies at random in its slot, so
 * that no hour of the day is preferred.
 */
public final class PastWindows {
    /** Most windows of one run. */
    public static final int MAX = 1_000;

    private PastWindows() {}

    /** How many windows of a length fit without overlap, at most {@value #MAX}. */
    public static int fitting(Window over, long lengthMillis) {
        if (lengthMillis <= 0) {
            throw new IllegalArgumentException("a window has a length, got " + lengthMillis + " ms");
        }
        return (int) Math.min(MAX, over.lengthMillis() / lengthMillis);
    }

    /**
     * Chooses windows, in order of time.
     *
     * @param count 1 to {@link #fitting}
     */
    public static List<Window> choose(Window over, long lengthMillis, int count, RandomGenerator random) {
        if (count < 1 || count > fitting(over, lengthMillis)) {
            throw new IllegalArgumentException(count + " windows of " + lengthMillis + " ms do not fit into " + over.lengthMillis() + " ms");
        }
        long slotMillis = over.lengthMillis() / count;
        var windows = new ArrayList<Window>(count);
        for (int i = 0; i < count; i++) {
            long start = over.startMillis() + i * slotMillis + random.nextLong(slotMillis - lengthMillis + 1);
            windows.add(new Window(start, start + lengthMillis));
        }
        return windows;
    }
}
