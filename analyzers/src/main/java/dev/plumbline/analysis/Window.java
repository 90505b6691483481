package dev.plumbline.analysis;

/**
 * A stretch of time that evidence was taken from, in ms since the epoch, {@code startMillis} exclusive and
 * {@code endMillis} inclusive, as a range in PromQL is.
 */
public record Window(long startMillis, long endMillis) {
    public Window {
        if (endMillis < startMillis) {
            throw new IllegalArgumentException("window ends " + endMillis + " before it starts " + startMillis);
        }
    }

    /** Its length in ms, 0 or more. */
    public long lengthMillis() {
        return endMillis - startMillis;
    }
}
