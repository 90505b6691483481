package dev.plumbline.daemon.upstream;

import dev.plumbline.daemon.config.UpstreamConfig;
import dev.plumbline.daemon.http.HttpPoster;
import dev.plumbline.daemon.http.HttpStream;
import dev.plumbline.daemon.http.Post;
import dev.plumbline.daemon.upstream.UpstreamCounters.Outcome;
import dev.plumbline.model.Labels;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.promql.Elsewhere;
import dev.plumbline.promql.QueryException;
import dev.plumbline.time.Clock;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;

/** The cluster, as one configuration has it: sends requests, so many at a time, and reads their answers. Thread-safe. */
final class Cluster {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final long LOOK_MILLIS = 50;
    private static final int SHARE_OF_RULES = 4;
    private final UpstreamConfig config;
    private final Labels external;
    private final Narrowing narrowing;
    private final HttpPoster poster;
    private final Clock clock;
    private final UpstreamCounters counters;
    private final Semaphore queries;
    private final Semaphore background;

    /** Whose request it is: a quarter of all at a time is kept for rules and analyses. */
    enum Lane { QUERIES, BACKGROUND }

    /** A request: form fields to a path below the API, or without fields a plain GET. */
    record Wanted(String path, List<Map.Entry<String, String>> fields, boolean get) {

        String encoded() {
            var text = new ArrayList<String>();
            fields.forEach(f -> text.add(encoded(f.getKey()) + "=" + encoded(f.getValue())));
            return String.join("&", text);
        }

        private static String encoded(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8);
        }
    }

    Cluster(UpstreamConfig config, Labels external, HttpPoster poster, Clock clock, UpstreamCounters counters) {
        this.config = config;
        this.external = external;
        this.poster = poster;
        this.clock = clock;
        this.counters = counters;
        narrowing = new Narrowing(external, config.replicaLabels());
        int reserved = Math.max(1, config.maxConcurrency() / SHARE_OF_RULES);
        background = new Semaphore(reserved, true);
        queries = new Semaphore(config.maxConcurrency() - reserved, true);
    }

    boolean isOf(UpstreamConfig other, Labels labels) {
        return config.equals(other) && external.equals(labels);
    }

    UpstreamConfig config() {
        return config;
    }

    Narrowing narrowing() {
        return narrowing;
    }

    /** A request that has been sent; the asker may do its own part before it reads the answer. Closed by the asker. */
    final class Asked implements AutoCloseable {
        private final Elsewhere.Allowance allowance;
        private final Semaphore gate;
        private final Call call;
        private final long startNanos = clock.monotonicNanos();
        private Outcome outcome = Outcome.ABANDONED;

        private Asked(Post post, Semaphore gate, Elsewhere.Allowance allowance) {
            this.gate = gate;
            this.allowance = allowance;
            call = new Call(poster, post, config.timeoutMillis(), allowance, clock);
        }

        /**
         * The answer, read to its end.
         *
         * @throws UpstreamFailure when the cluster gave none
         * @throws QueryException when the question is wrong, took too long or was canceled, or the answer is too long
         */
        ClusterAnswer answer() {
            try {
                ClusterAnswer answer = read();
                outcome = Outcome.SUCCESS;
                return answer;
            } catch (UpstreamFailure e) {
                outcome = Outcome.FAILED;
                throw e;
            }
        }

        private ClusterAnswer read() {
            HttpStream stream = call.answer();
            var body = new BoundedStream(stream.body(), config.maxResponseBytes(), allowance);
            try {
                ClusterAnswer answer = AnswerReader.read(body, allowance);
                if (!stream.successful() || !answer.error().type().isEmpty()) {
                    throw refused(answer.refusal(stream.status()));
                }
                return answer;
            } catch (JacksonException e) {
                UpstreamFailure why = call.explained(new UpstreamFailure("the answer cannot be read: " + e.getOriginalMessage(), e));
                throw stream.successful() ? why : new UpstreamFailure("answered " + stream.status(), why);
            } finally {
                counters.received(body.bytesRead());
            }
        }

        private PlumblineException refused(PlumblineException why) {
            outcome = Outcome.REFUSED;
            return why;
        }

        @Override
        public void close() {
            call.close();
            gate.release();
            counters.ended(outcome, clock.monotonicNanos() - startNanos);
        }
    }

    /** Sends a request as soon as there is a place for it. */
    Asked ask(Wanted wanted, Lane lane, Elsewhere.Allowance allowance) {
        Semaphore gate = lane == Lane.QUERIES ? queries : background;
        long until = clock.monotonicNanos() + TimeUnit.MILLISECONDS.toNanos(config.timeoutMillis());
        enter(gate, until, allowance);
        try {
            long left = Math.min(Math.ceilDiv(until - clock.monotonicNanos(), 1_000_000L), allowance.leftMillis());
            return new Asked(post(wanted, Math.max(1, left)), gate, allowance);
        } catch (RuntimeException e) {
            gate.release();
            throw e;
        }
    }

    private void enter(Semaphore gate, long until, Elsewhere.Allowance allowance) {
        try {
            while (!gate.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                allowance.check();
                if (clock.monotonicNanos() - until > 0) {
                    throw new UpstreamFailure("waited " + config.timeoutMillis() + " ms for one of the " + config.maxConcurrency()
                            + " requests at a time (upstream.max_concurrency)", null);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UpstreamFailure("interrupted while waiting for a place", e);
        }
    }

    private Post post(Wanted wanted, long timeoutMillis) {
        Map<String, String> headers = new HashMap<>();
        config.headers().forEach((name, value) -> headers.put(name, value.reveal()));
        headers.put("Accept", "application/json");
        String base = config.url().toString();
        String path = (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + "/api/v1/" + wanted.path;
        return wanted.get ? new Post("GET", URI.create(path + "?" + wanted.encoded()), FORM, new byte[0], headers, timeoutMillis)
                : new Post(URI.create(path), FORM, wanted.encoded().getBytes(StandardCharsets.UTF_8), headers, timeoutMillis);
    }
}
