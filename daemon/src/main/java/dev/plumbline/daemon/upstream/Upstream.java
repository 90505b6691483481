package dev.plumbline.daemon.upstream;

import dev.plumbline.daemon.config.UpstreamConfig;
import dev.plumbline.daemon.http.HttpClients;
import dev.plumbline.daemon.http.HttpPoster;
import dev.plumbline.model.Labels;
import dev.plumbline.promql.Elsewhere;
import dev.plumbline.time.Clock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The cluster that is asked for what is not here, if there is one; may change at any time. Thread-safe.
 *
 * <p>What is here begins {@code local} before now, or with the store's oldest sample when that is newer. From there on the
 * store has everything that this daemon ever had, so that a step whose selectors need nothing older has its whole answer here.
 */
public final class Upstream {
    /** Asking a store for its oldest sample looks at all its groups; the answer moves by blocks. */
    private static final long OLDEST_FOR_MILLIS = 1_000;
    private final Clock clock;
    private final HttpClients clients;
    private final LongSupplier oldest;
    private final UpstreamCounters counters = new UpstreamCounters();
    private volatile @Nullable Cluster cluster;
    private volatile Oldest known = new Oldest(Long.MAX_VALUE, Long.MIN_VALUE);

    private record Oldest(long millis, long untilMillis) {}

    /** @param oldest the time of the store's oldest sample, ms; {@code Long.MAX_VALUE} when it has none */
    public Upstream(Clock clock, HttpClients clients, LongSupplier oldest) {
        this.clock = clock;
        this.clients = clients;
        this.oldest = oldest;
    }

    /** Makes this the cluster; null: none. */
    public synchronized void apply(@Nullable UpstreamConfig config, Labels externalLabels) {
        Cluster now = cluster;
        if (config == null) {
            cluster = null;
        } else if (now == null || !now.isOf(config, externalLabels)) {
            cluster = new Cluster(config, externalLabels, new HttpPoster(config.http(), clients, clock), clock, counters);
        }
    }

    /** For the engine that answers over HTTP. */
    public Elsewhere forQueries() {
        return new PushDown(this, Cluster.Lane.QUERIES);
    }

    /** For the engine of rules and analyses, whom the others cannot keep waiting. */
    public Elsewhere forBackground() {
        return new PushDown(this, Cluster.Lane.BACKGROUND);
    }

    /** For lists of series and labels. */
    public UpstreamLists lists() {
        return new UpstreamLists(this, clock);
    }

    public UpstreamCounters counters() {
        return counters;
    }

    @Nullable Cluster cluster() {
        return cluster;
    }

    /** From here on, included, everything is here; {@code Long.MAX_VALUE}: nothing is. */
    long hereSince(Cluster of) {
        long local = of.config().localMillis();
        if (local == 0) {
            return Long.MAX_VALUE;
        }
        long now = clock.wallMillis();
        Oldest last = known;
        if (now >= last.untilMillis || now < last.untilMillis - OLDEST_FOR_MILLIS) {
            last = new Oldest(oldest.getAsLong(), now + OLDEST_FOR_MILLIS);
            known = last.millis == Long.MAX_VALUE ? known : last; // an empty store is quickly asked, and may not be empty soon
        }
        return Math.max(now - local, last.millis);
    }
}
