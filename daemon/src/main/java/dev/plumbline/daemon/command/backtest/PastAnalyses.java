package dev.plumbline.daemon.command.backtest;

import dev.plumbline.daemon.command.DaemonClient;
import dev.plumbline.daemon.command.Problems;
import dev.plumbline.daemon.command.TerminalProgress;
import dev.plumbline.daemon.verdicts.JsonObject;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.time.Clock;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Lets a daemon judge windows of the past, none of which it keeps. As many at a time as the daemon judges at most; where it is busy with
 * others the same order is sent again, with growing pauses, for five minutes.
 */
public final class PastAnalyses {
    private static final int AT_ONCE = 2;
    private static final long PATIENCE_NANOS = 300_000_000_000L;
    private static final long FIRST_PAUSE_MILLIS = 200;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;
    private static final long SHOWN_MILLIS = 500;
    private final DaemonClient client;
    private final Clock clock;
    private volatile String waiting = "";

    /** What is judged, by which policy and over which time; times in ms since the epoch. */
    public record Order(Release.Subject subject, String spec, long startMillis, long endMillis) {
        String json() {
            return JsonObject.write(json -> {
                json.writeStringProperty("service", subject.service());
                json.writeStringProperty("version", subject.version());
                json.writeStringProperty("stable", subject.stable());
                json.writeStringProperty("revision", subject.revision());
                json.writeStringProperty("namespace", subject.namespace());
                json.writeStringProperty("stage", subject.stage());
                json.writeName("spec");
                json.writeRawValue(spec);
                json.writeStringProperty("start", Instant.ofEpochMilli(startMillis).toString());
                json.writeStringProperty("end", Instant.ofEpochMilli(endMillis).toString());
                json.writeBooleanProperty("keep", false);
            });
        }
    }

    /** Only {@code clock}'s monotonic time and sleep are used. */
    public PastAnalyses(DaemonClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /**
     * Judges all orders.
     *
     * @return what came of each, in their order
     * @throws IOException when the daemon cannot be reached, does not let this client in, or stays unable
     */
    public List<Judged> judge(List<Order> orders, TerminalProgress progress, String what) throws IOException, InterruptedException {
        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<Judged>> futures = orders.stream().map(o -> threads.submit(() -> judge(o))).toList();
            try {
                var judged = new ArrayList<Judged>();
                while (judged.size() < futures.size()) {
                    progress.counted(what + waiting, judged.size(), futures.size());
                    Future<Judged> next = futures.get(judged.size());
                    try {
                        judged.add(next.get(SHOWN_MILLIS, TimeUnit.MILLISECONDS));
                    } catch (TimeoutException stillJudged) {
                        // Only the progress is shown anew.
                    }
                }
                return judged;
            } catch (ExecutionException e) {
                throw failure(e);
            } finally {
                threads.shutdownNow();
            }
        }
    }

    private static IOException failure(ExecutionException e) throws InterruptedException {
        return switch (e.getCause()) {
            case IOException io -> io;
            case InterruptedException interrupted -> throw interrupted;
            case RuntimeException r -> throw r;
            case null, default -> throw new IllegalStateException(e);
        };
    }

    private Judged judge(Order order) throws IOException, InterruptedException {
        long deadline = clock.monotonicNanos() + PATIENCE_NANOS;
        long pause = FIRST_PAUSE_MILLIS;
        String body = order.json();
        while (true) {
            var reply = client.post("/v1/analyses", body);
            if (reply.status() == 200) {
                waiting = "";
                return read(reply.body());
            }
            if (reply.status() == 400 || reply.status() == 404) {
                return new Judged.Refused(Problems.text(reply));
            }
            boolean busy = reply.status() == 429 || reply.status() == 503;
            if (!busy || clock.monotonicNanos() >= deadline) {
                throw new IOException(Problems.text(reply));
            }
            waiting = " (the daemon is busy: " + Problems.text(reply) + ")";
            clock.sleep(pause);
            pause = Math.min(LONGEST_PAUSE_MILLIS, 2 * pause);
        }
    }

    private static Judged read(String body) throws IOException {
        try {
            return Judged.read(body);
        } catch (PlumblineException e) {
            throw new IOException(e.getMessage() + "; is it a daemon of another version?", e);
        }
    }
}
