package dev.plumbline.daemon.verdicts;

import dev.plumbline.time.Clock;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a tick does: measures and judges what runs, watches what was let go, tells the sinks, stores what changed, and forgets what
 * does not answer any more. One thread at a time.
 */
final class AnalysisRunner {
    private static final Logger LOG = LoggerFactory.getLogger(AnalysisRunner.class);
    private static final long EXPIRE_MILLIS = 3_600_000;
    private final Clock clock;
    private final MetricsSource source;
    private final GateOptions options;
    private final Analyses analyses;
    private final AnalysisStore store;
    private final Events events;
    private final List<VerdictSink> sinks;
    private final Set<String> complained = new HashSet<>();
    private long expiredMillis = Long.MIN_VALUE;

    /** Whom it works for. */
    record Parts(Clock clock, MetricsSource source, GateOptions options, Analyses analyses, AnalysisStore store, Events events,
            List<VerdictSink> sinks) {}

    AnalysisRunner(Parts parts) {
        clock = parts.clock;
        source = parts.source;
        options = parts.options;
        analyses = parts.analyses;
        store = parts.store;
        events = parts.events;
        sinks = List.copyOf(parts.sinks);
    }

    /** @param measurable whether the source answers at present */
    void tick(boolean measurable) {
        if (measurable) {
            analyses.running().forEach(a -> a.tick(source, clock.wallMillis()));
            watched().forEach(this::watch);
        }
        for (Analysis a : analyses.all()) {
            tell(a);
            a.keep(clock.wallMillis());
        }
        analyses.expire(clock.wallMillis(), a -> a.isKept() && !Events.isOpen(a.record(), sinks));
        expire();
    }

    /** The newest of those that were let go, no more than may run. */
    private List<Analysis> watched() {
        long now = clock.wallMillis();
        return analyses.answering().stream().filter(a -> a.isWatched(now))
                .sorted(Comparator.comparingLong((Analysis a) -> a.subject().sinceMillis()).reversed()).limit(options.maxRunning()).toList();
    }

    private void watch(Analysis a) {
        try {
            a.watch(source, clock.wallMillis());
        } catch (RuntimeException e) {
            complain("watching " + a.subject().id(), e);
        }
    }

    /** An event that is not stored is not told: what is shown was stored before. */
    private void tell(Analysis a) {
        AnalysisRecord r = a.record();
        if (!Events.isOpen(r, sinks)) {
            return;
        }
        var marks = new HashSet<String>();
        for (String id : Events.ids(r)) {
            for (VerdictSink sink : sinks) {
                String mark = Events.mark(id, sink);
                if (!r.told().contains(mark) && tell(sink, r, id)) {
                    marks.add(mark);
                }
            }
        }
        if (!marks.isEmpty()) {
            a.told(marks);
        }
    }

    private boolean tell(VerdictSink sink, AnalysisRecord r, String id) {
        try {
            sink.accept(events.of(r, id));
            complained.remove(sink.name());
            return true;
        } catch (RuntimeException e) {
            complain(sink.name(), e);
            return false;
        }
    }

    private void complain(String who, RuntimeException e) {
        if (complained.size() < options.maxKept() && complained.add(who)) {
            LOG.error("{} failed, it is tried again: {}", who, e.toString());
        }
    }

    private void expire() {
        long now = clock.wallMillis();
        if (expiredMillis != Long.MIN_VALUE && now - expiredMillis < EXPIRE_MILLIS) {
            return;
        }
        expiredMillis = now;
        try {
            store.expire(now);
        } catch (RuntimeException e) {
            complain("expiry of analyses", e);
        }
    }
}
