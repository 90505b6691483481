package dev.plumbline.daemon.scrape;

import dev.plumbline.daemon.config.ScrapeConfig;
import dev.plumbline.daemon.config.ScrapeProtocol;
import dev.plumbline.daemon.scrape.http.Answer;
import dev.plumbline.daemon.scrape.http.Body;
import dev.plumbline.daemon.scrape.http.BodyPool;
import dev.plumbline.daemon.scrape.http.FetchException;
import dev.plumbline.daemon.scrape.http.Fetcher;
import dev.plumbline.exposition.BodyParser;
import dev.plumbline.exposition.ContentTypeChoice;
import dev.plumbline.exposition.ExpositionException;
import dev.plumbline.exposition.ExpositionFormat;
import dev.plumbline.model.Labels;
import dev.plumbline.model.MetricMetadata;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.time.Clock;
import dev.plumbline.wire.WireException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scrapes one target for as long as it exists. A state machine that timers drive: waiting → scraping → waiting …, then
 * ending → closed. It schedules the next scrape when one is done, so two never overlap, and each runs under the loop's
 * lock. {@link #status} and {@link #metadata} may be asked by any thread at any time and never wait for a scrape.
 */
final class ScrapeLoop {
    private static final Logger LOG = LoggerFactory.getLogger(ScrapeLoop.class);
    private static final long LOG_INTERVAL_NANOS = 60_000_000_000L;

    /** What all loops share. */
    record Shared(ScrapeRow.Stores stores, Clock clock, BodyPool bodies, ScrapeCounters counters, long seed) {}

    private enum Phase { WAITING, ENDING, CLOSED }

    private final ScrapeTarget target;
    private final ScrapeConfig config;
    private final Fetcher fetcher;
    private final Shared shared;
    private final Schedule schedule;
    private final ScrapeRow row;
    private final BodyParser parser;
    private volatile TargetStatus status;
    private Phase phase = Phase.WAITING;
    private Clock.@Nullable Timer timer;
    private String lastContentType = "";
    private @Nullable ContentTypeChoice lastChoice;
    private long lastLogNanos;
    private boolean logged;

    /** Opens the target's rows; {@link #start} schedules the first scrape. */
    ScrapeLoop(ScrapeTarget target, ScrapeConfig config, Fetcher fetcher, Shared shared) {
        this.target = target;
        this.config = config;
        this.fetcher = fetcher;
        this.shared = shared;
        String source = target.source(config.jobName());
        this.schedule = new Schedule(shared.clock(), source, shared.seed(), target.intervalMillis());
        this.parser = new BodyParser(shared.seed(), config.histograms().alwaysScrapeClassic());
        this.row = new ScrapeRow(shared.stores(), source,
                new SampleLabels(config, target.labels()), ScrapeRow.Options.of(config));
        this.status = new TargetStatus(target.discoveredLabels(), target.labels(), config.jobName(), target.url().toString(),
                target.url().toString(), "", 0, 0, TargetStatus.Health.UNKNOWN, target.intervalMillis(), target.timeoutMillis());
    }

    TargetStatus status() {
        return status;
    }

    Map<String, MetricMetadata> metadata() {
        return parser.metadata();
    }

    /** Whether its pool has too many targets. */
    boolean isRefusing() {
        return fetcher instanceof RefusingFetcher;
    }

    synchronized void start() {
        timer = shared.clock().schedule(schedule.delay(), this::tick);
    }

    private synchronized void tick() {
        if (phase != Phase.WAITING) {
            return;
        }
        try {
            scrape(schedule.timestamp());
        } finally {
            schedule.advance();
            start();
        }
    }

    /**
     * Stops scraping. The series get their staleness markers, at the time of the scrape that will not happen, after
     * about two more intervals: by then a target that only moved to another job or instance of us has spoken again.
     */
    synchronized void stop() {
        if (phase != Phase.WAITING) {
            return;
        }
        phase = Phase.ENDING;
        cancel();
        fetcher.close();
        long delay = schedule.delay();
        long markerTime = shared.clock().wallMillis() + delay;
        long interval = target.intervalMillis();
        timer = shared.clock().schedule(delay + interval + interval / 10, () -> end(markerTime));
    }

    private synchronized void end(long markerTime) {
        if (phase != Phase.ENDING) {
            return;
        }
        try {
            row.end(markerTime);
        } catch (PlumblineException e) {
            row.undo();
            log("cannot store the staleness markers of a target that is gone", e.getMessage());
        } finally {
            closeNow();
        }
    }

    /** Closes at once without staleness markers: at shutdown. */
    synchronized void abandon() {
        if (phase != Phase.CLOSED) {
            cancel();
            closeNow();
        }
    }

    /**
     * Closes at once and tells which series are alive, for the loop that takes over to {@link #inherit}: so a series
     * that the changed job no longer produces gets its staleness marker there. Waits for a scrape that runs.
     */
    synchronized List<Labels> handOver() {
        List<Labels> alive = phase == Phase.CLOSED ? List.of() : row.alive();
        abandon();
        return alive;
    }

    /** Takes over what another loop of the same rows has left alive. Before {@link #start}. */
    synchronized void inherit(List<Labels> alive) {
        row.inherit(alive);
    }

    synchronized boolean isClosed() {
        return phase == Phase.CLOSED;
    }

    private void closeNow() {
        phase = Phase.CLOSED;
        fetcher.close();
        row.close();
    }

    private void cancel() {
        if (timer != null) {
            timer.cancel();
        }
    }

    private void scrape(long time) {
        long startNanos = shared.clock().monotonicNanos();
        Body body = shared.bodies().take();
        ScrapeRow.Counts counts = null;
        String error = "";
        try {
            row.begin(time);
            counts = fetchAndParse(body);
        } catch (PlumblineException e) {
            error = e.getMessage();
            shared.counters().failure(reason(e));
            parser.discard();
            row.fail();
        }
        double seconds = (shared.clock().monotonicNanos() - startNanos) / 1e9;
        String unstored = store(counts, seconds, bodyBytes(body, counts, error));
        shared.bodies().giveBack(body);
        shared.counters().scrapes.increment();
        settle(time, seconds, error.isEmpty() ? unstored : error);
    }

    private long bodyBytes(Body body, ScrapeRow.@Nullable Counts counts, String error) {
        return counts != null ? body.length() : error.startsWith("body size limit") ? -1 : 0;
    }

    private ScrapeRow.Counts fetchAndParse(Body body) {
        Answer answer = fetcher.fetch(body, target.timeoutMillis());
        shared.counters().bytes.add(answer.wireBytes());
        ContentTypeChoice choice = choice(answer.contentType());
        ExpositionFormat format = choice.format()
                .orElseThrow(() -> new ScrapeFailure("content_type", choice.problem().orElse("unusable Content-Type")));
        parser.parse(body.bytes(), body.length(), format, row);
        return row.finish();
    }

    /** How to read a body of this type; a target says the same each time. */
    private ContentTypeChoice choice(String contentType) {
        ContentTypeChoice before = lastChoice;
        if (before != null && contentType.equals(lastContentType)) {
            return before;
        }
        ScrapeProtocol fallback = config.protocols().fallback();
        var now = ContentTypeChoice.choose(contentType, fallback == null ? null : fallback.key());
        lastContentType = contentType;
        lastChoice = now;
        return now;
    }

    /** Writes the reports and commits; returns what went wrong, or the empty string. */
    private String store(ScrapeRow.@Nullable Counts counts, double seconds, long bodyBytes) {
        try {
            report(counts, seconds, bodyBytes);
            RejectionTally rejections = row.commit();
            if (counts != null) {
                parser.keep();
                shared.counters().samples.add(counts.afterRelabelling());
                shared.counters().duplicates.add(counts.duplicates());
            }
            rejections.byReason().forEach(shared.counters()::rejection);
            if (!rejections.byReason().isEmpty()) {
                log("samples were rejected " + rejections.byReason(), rejections.first());
            }
            return "";
        } catch (PlumblineException e) {
            row.undo();
            parser.discard();
            shared.counters().failure("storage");
            return "cannot store the scrape: " + e.getMessage();
        }
    }

    private void report(ScrapeRow.@Nullable Counts counts, double seconds, long bodyBytes) {
        row.report("up", counts == null ? 0 : 1);
        row.report("scrape_duration_seconds", seconds);
        row.report("scrape_samples_scraped", counts == null ? 0 : counts.scraped());
        row.report("scrape_samples_post_metric_relabeling", counts == null ? 0 : counts.afterRelabelling());
        row.report("scrape_series_added", counts == null ? 0 : counts.added());
        if (config.extraScrapeMetrics()) {
            row.report("scrape_timeout_seconds", target.timeoutMillis() / 1000.0);
            row.report("scrape_sample_limit", config.limits().samples());
            row.report("scrape_body_size_bytes", bodyBytes);
        }
    }

    private void settle(long time, double seconds, String error) {
        if (!error.isEmpty()) {
            log("scrape failed", error);
        }
        status = new TargetStatus(target.discoveredLabels(), target.labels(), config.jobName(), target.url().toString(),
                target.url().toString(), error, time, seconds,
                error.isEmpty() ? TargetStatus.Health.UP : TargetStatus.Health.DOWN, target.intervalMillis(), target.timeoutMillis());
    }

    private static String reason(PlumblineException e) {
        return switch (e) {
            case FetchException f -> f.reason().label();
            case ExpositionException _, WireException _ -> "parse";
            case ScrapeFailure f -> f.reason();
            default -> e.kind().name().toLowerCase(java.util.Locale.ROOT);
        };
    }

    /** At most one line a minute and target; the counters have the rest. */
    private void log(String what, String detail) {
        long now = shared.clock().monotonicNanos();
        if (!logged || now - lastLogNanos >= LOG_INTERVAL_NANOS) {
            logged = true;
            lastLogNanos = now;
            LOG.warn("{} {}: {}: {}", config.jobName(), target.url(), what, detail);
        }
    }
}
