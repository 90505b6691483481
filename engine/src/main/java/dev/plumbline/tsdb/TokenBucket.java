package dev.plumbline.tsdb;

/**
 * A rate with room for what comes at once: tokens come steadily, at most those of a minute are kept, and each sample takes one.
 * Full at first. Thread-safe.
 */
final class TokenBucket {
    /** What scrapes and senders bring at once is seldom that of more than a minute. */
    static final int SECONDS = 60;
    private static final double NANOS = 1e9;

    private long perSecond;
    private double tokens;
    private long atNanos;

    /** Sets the rate; 0: no limit. Raising it takes effect at once. */
    synchronized void rate(long tokensPerSecond, long nowNanos) {
        if (tokensPerSecond != perSecond) {
            tokens = perSecond == 0 ? (double) tokensPerSecond * SECONDS : Math.min(tokens, (double) tokensPerSecond * SECONDS);
            perSecond = tokensPerSecond;
            atNanos = nowNanos;
        }
    }

    synchronized boolean isLimited() {
        return perSecond > 0;
    }

    private void fill(long nowNanos) {
        tokens = Math.min((double) perSecond * SECONDS, tokens + (nowNanos - atNanos) / NANOS * perSecond);
        atNanos = nowNanos;
    }

    /** Takes up to so many; answers how many. */
    synchronized long takeUpTo(long most, long nowNanos) {
        if (perSecond == 0) {
            return most;
        }
        fill(nowNanos);
        long taken = (long) Math.min(most, Math.floor(tokens));
        tokens -= taken;
        return taken;
    }

    /** Takes so many, or none; answers whether it took. */
    synchronized boolean take(long count, long nowNanos) {
        if (perSecond > 0) {
            fill(nowNanos);
            if (tokens < count) {
                return false;
            }
            tokens -= count;
        }
        return true;
    }

    synchronized void giveBack(long count) {
        tokens = Math.min((double) perSecond * SECONDS, tokens + count);
    }
}
