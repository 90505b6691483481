package dev.plumbline.daemon.remotewrite;

import dev.plumbline.daemon.config.RemoteWriteConfig;

/**
 * How many shards are needed: as many as keep up with what comes in and work off within a minute what waits, going by how long
 * a sample took lately. Changes by less than a third change nothing. Pure; one for each receiver.
 */
final class ShardPlan {
    private static final double CATCH_UP_SECONDS = 60;
    private static final double TOLERANCE = 0.3;
    private final int least;
    private final int most;
    private double desired;

    ShardPlan(RemoteWriteConfig.Queue config) {
        least = config.minShards();
        most = config.maxShards();
        desired = least;
    }

    /**
     * What happened since the last look.
     *
     * @param seconds how long ago that is
     * @param in samples that came into the queue
     * @param out samples that were sent
     * @param sendSeconds how long requests took, together
     * @param waiting samples that are not sent
     */
    record Look(double seconds, double in, double out, double sendSeconds, double waiting) {}

    /** The number of shards from now on, given how many there are. */
    int next(Look look, int now) {
        if (look.seconds <= 0 || look.out <= 0) {
            return now; // nothing is known of how long a sample takes
        }
        double each = look.sendSeconds / look.out;
        desired = each * (look.in / look.seconds + look.waiting / CATCH_UP_SECONDS);
        int wanted = (int) Math.clamp(Math.ceil(desired), least, most);
        boolean same = wanted > now * (1 - TOLERANCE) && wanted < now * (1 + TOLERANCE);
        return same ? now : wanted;
    }

    /** What the last look asked for, before it was rounded and bounded. */
    double desired() {
        return desired;
    }
}
