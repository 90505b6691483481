package dev.plumbline.daemon.discovery;

import dev.plumbline.daemon.config.DiscoveryConfig;
import java.util.List;
import java.util.function.Consumer;

/** Targets that stand in the configuration. */
public final class StaticDiscovery implements Discovery {
    private final List<TargetGroup> groups;

    /** One group; {@code source} is its name among the job's discoveries. */
    public StaticDiscovery(String source, DiscoveryConfig.Static config) {
        groups = List.of(TargetGroup.of(source, config.targets(), config.labels()));
    }

    @Override
    public void start(Consumer<List<TargetGroup>> sink) {
        sink.accept(groups);
    }

    @Override
    public Status status() {
        return Status.IDLE;
    }

    @Override
    public void close() {}
}
