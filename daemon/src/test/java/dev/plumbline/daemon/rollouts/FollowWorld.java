package dev.plumbline.daemon.rollouts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.config.HttpClientConfig;
import dev.plumbline.daemon.config.KubernetesAccess;
import dev.plumbline.daemon.config.RolloutsConfig;
import dev.plumbline.daemon.config.canary.CanaryFiles;
import dev.plumbline.daemon.config.canary.Policies;
import dev.plumbline.daemon.config.canary.PromqlSyntax;
import dev.plumbline.daemon.config.yaml.JsonView;
import dev.plumbline.daemon.kubernetes.ClientCustomObjects;
import dev.plumbline.daemon.kubernetes.Clusters;
import dev.plumbline.daemon.kubernetes.CustomObjects;
import dev.plumbline.daemon.kubernetes.ServiceAccount;
import dev.plumbline.daemon.verdicts.AnalysisService;
import dev.plumbline.daemon.verdicts.AnalysisView;
import dev.plumbline.daemon.verdicts.EvidenceKey;
import dev.plumbline.daemon.verdicts.GateOptions;
import dev.plumbline.daemon.verdicts.GateService;
import dev.plumbline.documents.Documents;
import dev.plumbline.documents.InMemoryDocuments;
import dev.plumbline.fleet.cluster.ClusterStandIn;
import dev.plumbline.fleet.cluster.RolloutPlan;
import dev.plumbline.model.Labels;
import dev.plumbline.promql.Value;
import dev.plumbline.promql.parser.ParserOptions;
import dev.plumbline.time.VirtualTime;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * A cluster with a controller, a gate whose canaries serve 60 requests a second, the follower and the actor, under virtual time;
 * the daemon's side can be killed and made again over the same documents.
 */
final class FollowWorld implements AutoCloseable {
    static final String POLICY = """
            policies:
            - name: web
              match: {service: checkout}
              canary: '{service="{{service}}", version="{{version}}", after="{{stable}}"}'
              stages: [{weight: 5, at_most: 5m}, {weight: 25, at_most: 10m}]
              metrics:
              - {name: error_rate, signal: error_rate, fail_above: 5%}
              judge: {method: thresholds, min_requests: 200, warm_up: 5s}
              decision_valid_for: 1h
              rollout: {kind: argo}
              on: {go: {rollout: promote}, no_go: {rollout: abort}}
            """;
    private static final long START = 1_790_000_000_000L;
    private static final RolloutPlan.Canary STEPS = new RolloutPlan.Canary(List.of(new RolloutPlan.SetWeight(5), new RolloutPlan.Pause(0),
            new RolloutPlan.SetWeight(25), new RolloutPlan.Pause(0)));
    final VirtualTime time = new VirtualTime(START);
    final Documents documents = new InMemoryDocuments();
    private final EvidenceKey key = EvidenceKey.ephemeral();
    final ClusterStandIn cluster = new ClusterStandIn(time::monotonicNanos, line -> { });
    final StandInApi api = new StandInApi(cluster);
    final Recorder recorder = new Recorder();
    final List<String> outcomes = new ArrayList<>();
    final Set<String> badVersions = new HashSet<>();
    Optional<String> doubt = Optional.empty();
    String policy = POLICY;
    RolloutsConfig.Follow follow = new RolloutsConfig.Follow(List.of());
    GateService gate;
    RolloutFollower follower;
    private RolloutActor actor;

    FollowWorld() {
        gate = gate();
        actor = actor();
        follower = begin();
    }

    /** Remembers what it was told. */
    static final class Recorder implements FollowListener {
        final List<String> lines = new ArrayList<>();
        Map<State, Integer> states = Map.of();

        @Override
        public void asked(String release, String stage, String analysis) {
            lines.add("asked " + release + ": " + stage);
        }

        @Override
        public void refused(String release, String stage, String why) {
            lines.add("refused " + release + ": " + stage + ": " + why);
        }

        @Override
        public void waiting(String release, String why) {
            lines.add("waiting " + release + ": " + why);
        }

        @Override
        public void changed(String rollout, State state) {
            lines.add(rollout + " " + state.word());
        }

        @Override
        public void counted(Map<State, Integer> now) {
            states = now;
        }

        List<String> asked() {
            return lines.stream().filter(l -> l.startsWith("asked ")).map(l -> l.substring("asked Rollout ".length())).toList();
        }
    }

    private GateService gate() {
        return new GateService(new GateService.Surroundings(time, new Random(time.wallMillis()), this::instant, () -> doubt), GateOptions.DEFAULTS);
    }

    private static CustomObjects.Opener opener() {
        return access -> ClientCustomObjects.open(access, new ServiceAccount(Path.of("/nowhere"), Map.of()));
    }

    private RolloutActor actor() {
        var made = new RolloutActor(time, documents, opener(),
                (order, outcome) -> outcomes.add(order.action().word() + " " + order.rollout().name() + " " + outcome.result().word()));
        made.access(access());
        return made;
    }

    private RolloutFollower begin() {
        gate.policies(policies(policy));
        actor.start();
        gate.start(documents, key, List.of(actor));
        var clusters = new Clusters(time, api, new ServiceAccount(Path.of("/nowhere"), Map.of()));
        var made = new RolloutFollower(new RolloutFollower.Surroundings(time, gate, clusters, opener()), documents, recorder);
        made.apply(config());
        return made;
    }

    private KubernetesAccess access() {
        return new KubernetesAccess.Server(URI.create(cluster.url()), HttpClientConfig.DEFAULT);
    }

    RolloutsConfig config() {
        return new RolloutsConfig(access(), follow);
    }

    /** As a reload with other policies. */
    void reload(String text) {
        policy = text;
        gate.policies(policies(text));
        follower.apply(config());
    }

    /** As kill -9 and a start: only the documents and the cluster are left. */
    void restart() {
        stop();
        gate = gate();
        actor = actor();
        follower = begin();
    }

    private void stop() {
        follower.close();
        gate.stop();
        actor.close();
    }

    static Policies policies(String text) {
        var loaded = CanaryFiles.load(List.of(new CanaryFiles.Source("c.yml", text)), new PromqlSyntax(ParserOptions.STABLE));
        assertThat(loaded.problems()).isEmpty();
        return loaded.policies();
    }

    private Value instant(String query, long timeMillis) {
        if (query.startsWith("count(")) {
            boolean there = query.startsWith("count(http_requests_total");
            return new Value.Vector(there ? List.of(new Value.Element(Labels.of("i", "0"), timeMillis, 3, null)) : List.of());
        }
        double share = !query.contains("5..") ? 1 : badVersions.stream().anyMatch(v -> query.contains("\"" + v + "\", after")) ? 0.5 : 0.001;
        long[] times = LongStream.rangeClosed(-600, 0).map(i -> timeMillis - timeMillis % 1000 + i * 1000).toArray();
        double[] values = LongStream.of(times).mapToDouble(t -> (t - START) * 0.06 * share).toArray();
        return new Value.Matrix(List.of(new Value.Points(Labels.of("i", "0"), times, values, null)));
    }

    /** Begins to bring a revision of shop/checkout out, whose image has the revision's name as its tag. */
    void release(String stable, String revision) {
        release("shop", "checkout", stable, revision);
    }

    void release(String namespace, String name, String stable, String revision) {
        apply(new RolloutPlan(namespace, name, stable, revision, STEPS), revision);
    }

    void apply(RolloutPlan plan, String tag) {
        cluster.apply(plan);
        cluster.edit(plan.namespace(), plan.name(), "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"app\",\"image\":\"registry:5000/"
                + plan.name() + ":" + tag + "\"}]}}}}");
        api.know(plan.namespace(), plan.name());
    }

    /** Lets time, the controller and the watches go by. */
    void run(int seconds) {
        for (int i = 0; i < seconds; i++) {
            time.advance(1_000);
            cluster.tick();
            api.push();
        }
    }

    String phase() {
        return cluster.view("shop", "checkout").phase();
    }

    /** All analyses there ever were, oldest first: {@code checkout 2.4.1 new 5: go}. */
    List<String> analyses() {
        List<AnalysisView> views = gate.analyses().list(new AnalysisService.Query("", "", 0, Long.MAX_VALUE, 100, "")).views();
        return views.reversed().stream().map(AnalysisView::json).map(FollowWorld::line).toList();
    }

    private static String line(String json) {
        JsonView v = JsonView.of("an analysis", json);
        return v.at("namespace").text() + "/" + v.at("service").text() + " " + v.at("version").text() + " " + v.at("revision").text() + " "
                + v.at("stage").text() + ": " + v.at("verdict").text();
    }

    @Override
    public void close() {
        stop();
        cluster.close();
    }
}
