package dev.plumbline.daemon;

import dev.plumbline.daemon.config.RolloutsConfig;
import dev.plumbline.daemon.kubernetes.ClientCustomObjects;
import dev.plumbline.daemon.kubernetes.Clusters;
import dev.plumbline.daemon.kubernetes.CustomObjects;
import dev.plumbline.daemon.kubernetes.ServiceAccount;
import dev.plumbline.daemon.rollouts.RolloutActor;
import dev.plumbline.daemon.rollouts.RolloutFollower;
import dev.plumbline.daemon.telemetry.FollowMetrics;
import dev.plumbline.daemon.telemetry.RolloutMetrics;
import dev.plumbline.daemon.verdicts.GateService;
import dev.plumbline.daemon.verdicts.VerdictSink;
import dev.plumbline.documents.Documents;
import dev.plumbline.time.Clock;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** The way to and from Rollouts, wired: who follows them to the gate, and who acts on them after its verdicts. */
final class RolloutPath implements AutoCloseable {
    private final RolloutActor actor;
    private final RolloutFollower follower;
    private final FollowMetrics metrics;

    /** What it is made of, once the documents are open. */
    record Parts(Clock clock, PrometheusRegistry registry, Clusters clusters, GateService gate) {}

    RolloutPath(Parts parts, Documents kept) {
        var account = new ServiceAccount(ServiceAccount.DIRECTORY, System.getenv());
        CustomObjects.Opener opener = access -> ClientCustomObjects.open(access, account);
        actor = new RolloutActor(parts.clock, kept, opener, new RolloutMetrics(parts.registry, parts.clock));
        actor.freezes(parts.gate::frozen);
        metrics = new FollowMetrics(parts.registry, parts.clock);
        follower = new RolloutFollower(new RolloutFollower.Surroundings(parts.clock, parts.gate, parts.clusters, opener), kept, metrics);
        metrics.restarts(follower::restarts);
    }

    /** Takes up what an earlier process left; {@link #apply} says whom to follow, once the gate has started. */
    VerdictSink start(RolloutsConfig config) {
        actor.access(config.access());
        actor.start();
        return actor;
    }

    /** A configuration, or the policies, may be another one. */
    void apply(RolloutsConfig config) {
        actor.access(config.access());
        follower.apply(config);
    }

    /** Logs why Rollouts cannot be watched, if they cannot. */
    void reportErrors() {
        follower.trouble().ifPresent(metrics::trouble);
    }

    @Override
    public void close() {
        follower.close();
        actor.close();
    }
}
