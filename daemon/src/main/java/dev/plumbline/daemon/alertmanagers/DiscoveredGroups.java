package dev.plumbline.daemon.alertmanagers;

import dev.plumbline.daemon.config.DiscoveryConfig;
import dev.plumbline.daemon.discovery.Discoveries;
import dev.plumbline.daemon.discovery.Discovery;
import dev.plumbline.daemon.discovery.TargetGroup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The discoveries of one entry and what they have found so far. Thread-safe. */
final class DiscoveredGroups implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DiscoveredGroups.class);
    private final List<DiscoveryConfig> configs;
    private final List<Discovery> discoveries = new ArrayList<>();
    private final Map<Integer, List<TargetGroup>> groups = new HashMap<>();
    private final Map<Integer, String> told = new HashMap<>();
    private final List<TargetGroup> inherited;

    /** {@code inherited} counts until every discovery has answered. */
    DiscoveredGroups(List<DiscoveryConfig> configs, Discoveries factory, List<TargetGroup> inherited) {
        this.configs = configs;
        this.inherited = inherited;
        for (int i = 0; i < configs.size(); i++) {
            discoveries.add(factory.discovery("alertmanagers/" + i, configs.get(i)));
        }
    }

    List<DiscoveryConfig> configs() {
        return configs;
    }

    /** Lets all begin; {@code changed} is called within the discovery's lock, after each change. */
    void start(Runnable changed) {
        for (int i = 0; i < discoveries.size(); i++) {
            int index = i;
            discoveries.get(i).start(found -> {
                accept(index, found);
                changed.run();
            });
        }
    }

    private synchronized void accept(int index, List<TargetGroup> found) {
        groups.put(index, List.copyOf(found));
    }

    synchronized List<TargetGroup> all() {
        return groups.size() < discoveries.size() && !inherited.isEmpty() ? inherited
                : groups.values().stream().flatMap(List::stream).toList();
    }

    /** Logs each discovery's present error unless it was told before. */
    synchronized void reportErrors() {
        for (int i = 0; i < discoveries.size(); i++) {
            String error = discoveries.get(i).status().lastError();
            if (error == null) {
                told.remove(i);
            } else if (!Objects.equals(told.put(i, error), error)) {
                LOG.warn("discovery of alertmanagers failed, the last good ones stay: {}", error);
            }
        }
    }

    @Override
    public void close() {
        discoveries.forEach(Discovery::close);
    }
}
