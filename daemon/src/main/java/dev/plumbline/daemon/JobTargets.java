package dev.plumbline.daemon;

import dev.plumbline.daemon.config.DiscoveryConfig;
import dev.plumbline.daemon.config.ScrapeConfig;
import dev.plumbline.daemon.discovery.Discoveries;
import dev.plumbline.daemon.discovery.Discovery;
import dev.plumbline.daemon.discovery.Target;
import dev.plumbline.daemon.discovery.TargetBuilder;
import dev.plumbline.daemon.discovery.TargetGroup;
import dev.plumbline.daemon.scrape.ScrapePool;
import dev.plumbline.daemon.scrape.ScrapeTarget;
import dev.plumbline.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One job's discoveries and what they have found so far. Thread-safe. */
final class JobTargets implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JobTargets.class);
    private final ScrapeConfig config;
    private final Clock clock;
    private final Runnable changed;
    private final List<Discovery> discoveries = new ArrayList<>();
    private final Map<Integer, List<TargetGroup>> groups = new LinkedHashMap<>();
    private final Map<Integer, String> told = new LinkedHashMap<>();
    private List<String> toldTargets = List.of();
    private List<TargetGroup> inherited = List.of();

    /** {@code changed} is called after every change, on a thread of the clock. */
    JobTargets(ScrapeConfig config, Clock clock, Discoveries factory, Runnable changed) {
        this.config = config;
        this.clock = clock;
        this.changed = changed;
        for (DiscoveryConfig discovery : config.discoveries()) {
            discoveries.add(factory.discovery(config.jobName() + "/" + discoveries.size(), discovery));
        }
    }

    ScrapeConfig config() {
        return config;
    }

    /** Keeps another job's targets until the own discoveries have said something. */
    void inherit(JobTargets old) {
        List<TargetGroup> known = old.allGroups();
        synchronized (this) {
            inherited = known;
        }
    }

    /** Lets all discoveries begin. */
    void start() {
        for (int i = 0; i < discoveries.size(); i++) {
            int index = i;
            discoveries.get(i).start(found -> {
                accept(index, found);
                clock.schedule(0, changed); // not here: the discovery holds its lock
            });
        }
    }

    private synchronized void accept(int index, List<TargetGroup> found) {
        groups.put(index, List.copyOf(found));
    }

    private synchronized List<TargetGroup> allGroups() {
        return groups.size() < discoveries.size() && !inherited.isEmpty() ? inherited
                : groups.values().stream().flatMap(List::stream).toList();
    }

    /** The pool as it should be scraped now. */
    ScrapePool pool() {
        var built = new TargetBuilder(config).build(allGroups());
        tell(built.errors());
        return new ScrapePool(config, built.active().stream().map(JobTargets::scrapeTarget).toList(), built.dropped());
    }

    private static ScrapeTarget scrapeTarget(Target t) {
        return new ScrapeTarget(t.discovered(), t.labels(), t.url(), t.intervalMillis(), t.timeoutMillis());
    }

    private synchronized void tell(List<String> errors) {
        if (!errors.equals(toldTargets)) {
            errors.stream().limit(10).forEach(e -> LOG.warn("job \"{}\": {}", config.jobName(), e));
            toldTargets = errors;
        }
    }

    /** Logs each discovery's present error unless it was told before. */
    synchronized void reportErrors() {
        for (int i = 0; i < discoveries.size(); i++) {
            @Nullable String error = discoveries.get(i).status().lastError();
            if (error != null && !Objects.equals(told.get(i), error)) {
                LOG.warn("job \"{}\": discovery failed, the last good targets stay: {}", config.jobName(), error);
                told.put(i, error);
            } else if (error == null) {
                told.remove(i);
            }
        }
    }

    @Override
    public void close() {
        discoveries.forEach(Discovery::close);
    }
}
