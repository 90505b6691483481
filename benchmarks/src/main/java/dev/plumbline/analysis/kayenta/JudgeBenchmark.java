package dev.plumbline.analysis.kayenta;

import dev.plumbline.analysis.canary.NoData;
import dev.plumbline.analysis.stats.MannWhitneyTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One canary of 100 metrics, every fifth of them worse: comparisons of one metric per second on one thread. */
@State(Scope.Benchmark)
@BenchmarkMode(org.openjdk.jmh.annotations.Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class JudgeBenchmark {
    private static final int METRICS = 100;

    /** Points of each side: an hour by minutes, half an hour, a day. */
    @Param({"60", "30", "1440"})
    private int points;

    private List<MetricPair> pairs = List.of();
    private KayentaJudge compatible = judge(Mode.COMPATIBLE, List.of());
    private KayentaJudge strict = compatible;

    @Setup
    public void load() {
        var random = new SplittableRandom(1);
        var metrics = new ArrayList<CanaryMetric>();
        var loaded = new ArrayList<MetricPair>();
        for (int i = 0; i < METRICS; i++) {
            String name = "m" + i;
            metrics.add(new CanaryMetric(name, List.of("g" + i % 4), CanaryMetric.Rules.USUAL));
            loaded.add(new MetricPair(name, Map.of(), values(random, 100), values(random, i % 5 == 0 ? 120 : 100)));
        }
        pairs = loaded;
        compatible = judge(Mode.COMPATIBLE, metrics);
        strict = judge(Mode.STRICT, metrics);
    }

    private static KayentaJudge judge(Mode mode, List<CanaryMetric> metrics) {
        return new KayentaJudge(new CanaryConfig("benchmark", metrics, Map.of()), new ScoreThresholds(95, 75), mode, NoData.HOLD);
    }

    private double[] values(SplittableRandom random, double centre) {
        double[] values = new double[points];
        for (int i = 0; i < points; i++) {
            values[i] = centre + 10 * random.nextGaussian();
        }
        return values;
    }

    @Benchmark
    @OperationsPerInvocation(METRICS)
    public KayentaResult compatible() {
        return compatible.judge(pairs);
    }

    @Benchmark
    @OperationsPerInvocation(METRICS)
    public KayentaResult strict() {
        return strict.judge(pairs);
    }

    @Benchmark
    @OperationsPerInvocation(METRICS)
    public double exactTestOnly() {
        double sum = 0;
        for (MetricPair pair : pairs) {
            sum += MannWhitneyTest.of(pair.experiment(), pair.control()).pTwoSided();
        }
        return sum;
    }
}
