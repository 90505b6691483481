package dev.plumbline.daemon.remotewrite;

import dev.plumbline.daemon.config.RemoteWriteConfig;
import dev.plumbline.daemon.remotewrite.SendCounters.Kind;
import dev.plumbline.daemon.remotewrite.queue.Position;
import dev.plumbline.daemon.remotewrite.queue.QueueReader;
import dev.plumbline.daemon.remotewrite.queue.SampleQueue;
import dev.plumbline.model.Labels;
import dev.plumbline.model.MetricMetadata;
import dev.plumbline.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One receiver. A thread reads the queue, leaves out what is not wanted and deals the rest out to shards by series; it stops
 * reading when they have enough, which costs nothing but room in the queue. The number of shards changes only
 * when nothing is under way, so that a series never overtakes itself.
 */
public final class Destination {
    private static final long NANOS = 1_000_000;
    private static final long IDLE_MILLIS = 1_000;
    private static final long LOOK_MILLIS = 10_000;
    private static final long DRAIN_MILLIS = 5_000;
    private static final long GRACE_MILLIS = 2_000;
    private static final long COALESCE_MILLIS = 20;
    /** As many samples may have been under way when a sender ended, and a little more. */
    private static final long RESENT_SAMPLES = 200_000;
    private final RemoteWriteConfig config;
    private final Labels external;
    private final Clock clock;
    private final SampleQueue queue;
    private final Consumer<String> trouble;
    private final SendCounters counters;
    private final Delivery delivery;
    private final Staging staging;
    private final QueueReader reader;
    private final Progress progress;
    private final Position horizon;
    private final ShardPlan plan;
    private final Thread thread;
    private volatile List<Shard> shards = List.of();
    private volatile boolean stopping;
    private long resentLeft = RESENT_SAMPLES;
    private long lookedNanos;
    private double inBefore;
    private double outBefore;
    private double secondsBefore;

    /** What it shares with others. */
    record Surroundings(SampleQueue queue, Clock clock, Supplier<Map<String, MetricMetadata>> metadata, Consumer<String> trouble) {}

    Destination(RemoteWriteConfig config, Labels external, Position from, SendCounters counters, Delivery.Transport transport,
            Surroundings around) {
        this.config = config;
        this.external = external;
        this.counters = counters;
        clock = around.clock;
        queue = around.queue;
        trouble = text -> around.trouble.accept("remote write to \"" + config.name() + "\": " + text);
        delivery = new Delivery(config, transport, clock, counters, trouble);
        staging = new Staging(config, external, around.metadata, counters, delivery::message);
        reader = new QueueReader(queue, from, staging);
        progress = new Progress(from);
        horizon = queue.end();
        plan = new ShardPlan(config.queue());
        thread = Thread.ofVirtual().name("remote-write-" + config.name()).unstarted(this::run);
    }

    public RemoteWriteConfig config() {
        return config;
    }

    /** Whether it does what these settings say. */
    boolean is(RemoteWriteConfig other, Labels otherExternal) {
        return config.equals(other) && external.equals(otherExternal);
    }

    public SendCounters counters() {
        return counters;
    }

    Delivery delivery() {
        return delivery;
    }

    /** Everything before it is acknowledged or given up. */
    Position acknowledged() {
        return progress.acknowledged();
    }

    public int shards() {
        return shards.size();
    }

    /** How many shards the last look asked for. */
    public double desiredShards() {
        return plan.desired();
    }

    void start() {
        lookedNanos = clock.monotonicNanos();
        shards(config.queue().minShards());
        thread.start();
    }

    private void shards(int count) {
        var fresh = new ArrayList<Shard>();
        for (int i = 0; i < count; i++) {
            fresh.add(new Shard(config.queue(), delivery, counters, e -> trouble.accept("a shard failed: " + e)));
        }
        fresh.forEach(Shard::start);
        shards = List.copyOf(fresh);
    }

    private void run() {
        try {
            while (!stopping) {
                if (reader.next()) {
                    deal();
                } else {
                    idle();
                }
                long now = clock.monotonicNanos();
                handOverOlder(now);
                if (now - lookedNanos >= LOOK_MILLIS * NANOS) {
                    look(now);
                }
            }
        } catch (InterruptedException e) {
            // Asked to stop.
        } catch (RuntimeException e) {
            if (stopping) {
                return; // an interrupt ends a read of the queue too
            }
            trouble.accept("sending has ended until the next reload: " + e);
        } finally {
            reader.close();
        }
    }

    /** Waits for more, a little longer than for the first of it, so that a wake-up is for many. */
    private void idle() throws InterruptedException {
        boolean filled = shards.stream().anyMatch(shard -> !shard.isEmpty());
        reader.await(filled ? Math.max(1, Math.min(IDLE_MILLIS, config.queue().batchSendDeadlineMillis() / 4)) : IDLE_MILLIS);
        clock.sleep(Math.min(COALESCE_MILLIS, config.queue().batchSendDeadlineMillis()));
    }

    /** Gives the record that was read to the shards. */
    private void deal() throws InterruptedException {
        if (staging.takeGeneration()) {
            for (Shard shard : shards) {
                shard.handOver();
            }
        }
        Batch record = staging.record();
        long limit = config.queue().sampleAgeLimitMillis();
        long oldest = limit == 0 ? Long.MIN_VALUE : clock.wallMillis() - limit;
        int wanted = 0;
        for (int i = 0; i < record.size(); i++) {
            wanted += record.time(i) >= oldest ? 1 : 0;
        }
        var unit = new Unit(reader.position(), wanted);
        progress.add(unit);
        counters.read().add(record);
        boolean resent = resentLeft > 0 && reader.position().compareTo(horizon) <= 0;
        resentLeft -= record.size();
        long now = clock.monotonicNanos();
        for (int i = 0; i < record.size(); i++) {
            if (record.time(i) >= oldest) {
                Shard shard = shards.get(record.series(i).spread() % shards.size());
                Batch batch = shard.filling(now, resent);
                batch.copy(record, i);
                batch.of(unit);
                if (batch.isFull()) {
                    shard.handOver();
                }
            } else {
                counters.dropped(SendCounters.TOO_OLD_LATE).add(kind(record.extra(i)), 1);
            }
        }
        record.clear();
    }

    private static Kind kind(@Nullable Object extra) {
        return extra == null ? Kind.SAMPLES : extra instanceof byte[] ? Kind.HISTOGRAMS : Kind.EXEMPLARS;
    }

    private void handOverOlder(long now) throws InterruptedException {
        for (Shard shard : shards) {
            shard.handOverOlder(now, config.queue().batchSendDeadlineMillis() * NANOS);
        }
    }

    /** Looks whether more or fewer shards are needed. */
    private void look(long now) throws InterruptedException {
        double in = queue.counters().samples() + queue.counters().histograms();
        double out = counters.sent().get(Kind.SAMPLES) + counters.sent().get(Kind.HISTOGRAMS);
        double seconds = counters.requestSeconds();
        double waiting = counters.pending(Kind.SAMPLES) + counters.pending(Kind.HISTOGRAMS) + behind();
        int wanted = plan.next(new ShardPlan.Look((now - lookedNanos) / 1e9, in - inBefore, out - outBefore, seconds - secondsBefore,
                waiting), shards.size());
        inBefore = in;
        outBefore = out;
        secondsBefore = seconds;
        lookedNanos = now;
        if (wanted != shards.size() && drained()) {
            List<Shard> before = shards;
            shards(wanted);
            before.forEach(Shard::interrupt);
        }
    }

    /** About how many samples of the queue are not read yet, at six bytes each. */
    private double behind() {
        Position end = queue.end();
        Position at = reader.position();
        return at.segment() == end.segment() ? (end.offset() - at.offset()) / 6.0 : queue.bytes() / 6.0;
    }

    private boolean drained() throws InterruptedException {
        for (Shard shard : shards) {
            shard.handOver();
        }
        long until = clock.monotonicNanos() + DRAIN_MILLIS * NANOS;
        while (!progress.isIdle() && clock.monotonicNanos() < until && !stopping) {
            clock.sleep(10);
        }
        return progress.isIdle();
    }

    /** Stops reading; what is under way has a little time. The rest stays in the queue. */
    void stop() {
        stopping = true;
        delivery.stop();
        thread.interrupt();
        try {
            thread.join(Duration.ofMillis(GRACE_MILLIS));
            long until = clock.monotonicNanos() + GRACE_MILLIS * NANOS;
            while (!progress.isIdle() && clock.monotonicNanos() < until && shards.stream().anyMatch(Shard::isBusy)) {
                clock.sleep(5);
            }
            for (Shard shard : shards) {
                shard.interrupt();
            }
            for (Shard shard : shards) {
                shard.join(GRACE_MILLIS);
            }
        } catch (InterruptedException e) {
            shards.forEach(Shard::interrupt);
            Thread.currentThread().interrupt();
        }
    }
}
