package dev.plumbline.daemon.verdicts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.config.canary.CanaryFiles;
import dev.plumbline.daemon.config.canary.PromqlSyntax;
import dev.plumbline.documents.Documents;
import dev.plumbline.documents.InMemoryDocuments;
import dev.plumbline.model.Histogram;
import dev.plumbline.model.Labels;
import dev.plumbline.promql.Engine;
import dev.plumbline.promql.EngineOptions;
import dev.plumbline.promql.parser.ParserOptions;
import dev.plumbline.storage.InMemoryStorage;
import dev.plumbline.time.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A stable version and a canary of it, scraped every 15 s at different moments under virtual time, with requests, errors and latencies at random from a
 * seed; and a gate over the real engine that can be killed and made again.
 */
final class ReleaseWorld {
    static final long START = 1_790_000_000_000L;
    private static final GateQuestion CHECKOUT = GateQuestion.about("checkout", "2.0").withStable("1.0");
    private static final int SCRAPE_SECONDS = 15;

    final VirtualTime time = new VirtualTime(START);
    final InMemoryStorage storage = new InMemoryStorage();
    final Documents documents = new InMemoryDocuments();
    private final Random random;
    /** What was told, by every gate. */
    final List<VerdictEvent> told = new ArrayList<>();
    private final VerdictSink sink = new VerdictSink() {
        @Override
        public String name() {
            return "test";
        }

        @Override
        public void accept(VerdictEvent event) {
            told.add(event);
        }
    };
    private final List<Pod> pods = new ArrayList<>();
    private final String policy;
    private final boolean natively;
    GateService gate;

    ReleaseWorld(long seed, String policy) {
        this(seed, policy, false);
    }

    /** @param natively whether latencies are native histograms (of the same bounds) */
    ReleaseWorld(long seed, String policy, boolean natively) {
        random = new Random(seed);
        this.policy = policy;
        this.natively = natively;
        gate = begin();
    }

    private GateService begin() {
        var made = new GateService(new GateService.Surroundings(time, new Random(3),
                new EngineSource(new Engine(EngineOptions.defaults(), time), storage), Optional::empty), GateOptions.DEFAULTS.reachedAt("https://plumbline.example"));
        var loaded = CanaryFiles.load(List.of(new CanaryFiles.Source("c.yml", policy)), new PromqlSyntax(ParserOptions.STABLE));
        assertThat(loaded.problems()).isEmpty();
        made.policies(loaded.policies());
        made.start(documents, EvidenceKey.ephemeral(), List.of(sink));
        return made;
    }

    /** As kill -9 and a start after so long: only the documents and the samples are left. */
    void restart(int awaySeconds) {
        gate.stop();
        run(awaySeconds);
        gate = begin();
    }

    /** How a version behaves: requests a second, the share that fails, the mean of its (exponential) latency in seconds, its memory in MiB. */
    record Behaviour(double rate, double errors, double latency, double memory) {}

    /** One instance of a version. */
    final class Pod {
        private final Labels labels;
        private final int phase;
        private final double[] slower = new double[BOUNDS.length];
        Behaviour behaviour;
        private double good;
        private double failed;

        private Pod(String version, int phase, Behaviour behaviour) {
            labels = Labels.of("service", "checkout", "version", version, "instance", version + "-" + phase, "region", phase < 8 ? "eu" : "us");
            this.phase = phase;
            this.behaviour = behaviour;
        }

        private void scrape(long now) {
            double mean = behaviour.rate * SCRAPE_SECONDS;
            double ok = count(mean * (1 - behaviour.errors));
            double bad = count(mean * behaviour.errors);
            good += ok;
            failed += bad;
            double left = ok + bad;
            double reached = 0;
            for (int i = 0; i < BOUNDS.length; i++) {
                double share = Math.exp(-reached / behaviour.latency) - Math.exp(-BOUNDS[i] / behaviour.latency);
                double within = i == BOUNDS.length - 1 ? left : Math.min(left, count((ok + bad) * share));
                left -= within;
                slower[i] += within;
                reached = BOUNDS[i];
            }
            write(now);
        }

        private void write(long now) {
            try (var appender = storage.appender()) {
                appender.append(named("http_requests_total").with("status_code", "200"), now, good);
                appender.append(named("http_requests_total").with("status_code", "503"), now, failed);
                double below = 0;
                for (int i = 0; i < BOUNDS.length && !natively; i++) {
                    below += slower[i];
                    String le = Double.isInfinite(BOUNDS[i]) ? "+Inf" : Double.toString(BOUNDS[i]);
                    appender.append(named("http_request_duration_seconds_bucket").with("le", le), now, below);
                }
                if (natively) {
                    appender.append(named("http_request_duration_seconds"), now, nativeHistogram());
                }
                appender.append(named("memory_mib"), now, behaviour.memory + random.nextGaussian());
                appender.commit();
            }
        }

        private Histogram nativeHistogram() {
            double[] counts = slower.clone();
            return new Histogram(0, good + failed, 0, 0, 0, new Histogram.Buckets(new int[] {-6}, new int[] {counts.length}, counts),
                    Histogram.Buckets.NONE, new double[0], Histogram.CounterReset.UNKNOWN);
        }

        private Labels named(String name) {
            return labels.with(Labels.METRIC_NAME, name);
        }
    }

    static final double[] BOUNDS = {0.015625, 0.03125, 0.0625, 0.125, 0.25, 0.5, 1, 2, 4, Double.POSITIVE_INFINITY};

    /** About a Poisson number: exact where it matters, few. */
    private double count(double mean) {
        if (mean > 50) {
            return Math.max(0, Math.rint(mean + Math.sqrt(mean) * random.nextGaussian()));
        }
        double limit = Math.exp(-mean);
        double product = random.nextDouble();
        int n = 0;
        while (product > limit) {
            product *= random.nextDouble();
            n++;
        }
        return n;
    }

    /** Starts an instance, scraped at that second of each 15; in the region eu before the 8th, else us. */
    Pod pod(String version, int phase, Behaviour behaviour) {
        var pod = new Pod(version, phase, behaviour);
        pods.add(pod);
        return pod;
    }

    /** Ends an instance: it is scraped no more. */
    void stop(Pod pod) {
        pods.remove(pod);
    }

    /** Lets time go by. */
    void run(int seconds) {
        for (int i = 0; i < seconds; i++) {
            time.advance(1_000);
            long second = (time.wallMillis() - START) / 1000;
            for (Pod pod : pods) {
                if (second % SCRAPE_SECONDS == pod.phase) {
                    pod.scrape(time.wallMillis());
                }
            }
        }
    }

    GateAnswer.Judged ask() {
        return ask(CHECKOUT);
    }

    private GateAnswer.Judged ask(GateQuestion question) {
        return (GateAnswer.Judged) gate.ask(question);
    }

    /** Asks every 10 s until there is an answer. */
    GateAnswer.Judged untilDecided() {
        return untilDecided(CHECKOUT);
    }

    /** Asks something else every 10 s until there is an answer. */
    GateAnswer.Judged untilDecided(GateQuestion question) {
        GateAnswer.Judged answer = ask(question);
        while (!answer.verdict().ended()) {
            run(10);
            answer = ask(question);
        }
        return answer;
    }
}
