package dev.plumbline.promql.eval;

/** The times of an evaluation: {@code count} of them from {@code startMillis}, {@code stepMillis} apart. */
public record Steps(long startMillis, long stepMillis, int count) {
    public Steps {
        if (count < 0 || stepMillis < 1) {
            throw new IllegalArgumentException(count + " steps of " + stepMillis + " ms");
        }
    }

    /** One time. */
    public static Steps instant(long timeMillis) {
        return new Steps(timeMillis, 1, 1);
    }

    /** Start to end, both inclusive. */
    public static Steps range(long startMillis, long endMillis, long stepMillis) {
        return new Steps(startMillis, stepMillis, Math.toIntExact(Math.max(0, Math.floorDiv(endMillis - startMillis, stepMillis) + 1)));
    }

    public long time(int step) {
        return startMillis + step * stepMillis;
    }

    public long lastMillis() {
        return time(count - 1);
    }
}
