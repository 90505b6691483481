package dev.plumbline.analysis.anytime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.testkit.vectors.VectorFile;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** E-values of counts, and boundaries of confidence sequences as their authors' reference implementation gives them. */
class SequentialVectorsTest {
    private static final double REFERENCE = 1e-5;
    /** Families that no judge uses: iterated-logarithm bounds, which are wider than mixtures at any size that a canary reaches. */
    private static final Set<String> UNUSED = Set.of("poly stitching bound", "empirical process LIL bound", "double stitching bound");

    @Test
    void counts() {
        VectorFile.open("sequential-counts").ifPresent(file -> {
            file.context("formula");
            file.section("twoSided", SequentialVectorsTest::twoSided);
            file.section("oneSided", SequentialVectorsTest::oneSided);
            file.finish();
        });
    }

    private static void twoSided(JsonNode c) {
        check(c, CountEvidence.multinomial(numbers(c.get("theta0")), numbers(c.get("counts")), c.get("k").asDouble()));
    }

    private static void oneSided(JsonNode c) {
        double half = c.get("k").asDouble() / 2;
        double log = CountEvidence.above(c.get("rho").asDouble(), half, half, c.get("canaryEvents").asDouble(), c.get("baselineEvents").asDouble());
        check(c, log);
        assertThat(log >= -Math.log(0.05)).isEqualTo(c.get("reject05").asBoolean());
    }

    private static void check(JsonNode c, double log) {
        assertThat(log).isCloseTo(c.get("logE").asDouble(), within(1e-9 * Math.max(1, Math.abs(log))));
        assertThat(Math.min(1, Math.exp(-log))).isCloseTo(c.get("pValue").asDouble(), within(1e-9));
    }

    private static double[] numbers(JsonNode array) {
        return IntStream.range(0, array.size()).mapToDouble(i -> array.get(i).asDouble()).toArray();
    }

    @Test
    void confidenceSequences() {
        VectorFile.open("sequential-confseq").ifPresent(file -> {
            file.context("closedForms");
            file.section("boundaries", SequentialVectorsTest::boundary);
            file.context("quantileABTest.note");
            file.section("quantileABTest.cases", SequentialVectorsTest::quantiles);
            file.section("bernoulliConfidenceSequence", SequentialVectorsTest::share);
            file.finish();
        });
    }

    private static void boundary(JsonNode c) {
        String fn = c.get("fn").asText();
        if (UNUSED.contains(fn)) {
            return;
        }
        double expected = c.get("expected").asDouble();
        JsonNode args = c.get("args");
        double actual = fn.equals("two-sided normal mixture best rho") ? Mixture.bestTwoSided(args.get("vOpt").asDouble(), args.get("alpha").asDouble())
                : value(fn, args);
        assertThat(actual).isCloseTo(expected, within(REFERENCE * Math.max(1, Math.abs(expected))));
    }

    private static double value(String fn, JsonNode args) {
        Mixture mixture = mixture(fn, args);
        double v = args.get("v").asDouble();
        return fn.contains("bound") ? mixture.bound(v, args.get("alpha").asDouble()) : mixture.logValue(args.get("s").asDouble(), v);
    }

    private static Mixture mixture(String fn, JsonNode args) {
        double vOpt = args.get("vOpt").asDouble();
        double alpha = args.path("alphaOpt").asDouble(0.05);
        double one = Mixture.bestOneSided(vOpt, alpha);
        boolean twoSided = fn.contains("two-sided");
        return switch (fn.split(" ")[0]) {
            case "normal" -> new NormalMixture(twoSided ? Mixture.bestTwoSided(vOpt, alpha) : one, !twoSided);
            case "gamma-exponential" -> new GammaExponentialMixture(one, args.get("c").asDouble());
            case "gamma-Poisson" -> new GammaPoissonMixture(one, args.get("c").asDouble());
            case "beta-binomial" -> BetaBinomialMixture.tightestAt(vOpt, alpha, new double[] {args.get("g").asDouble(), args.get("h").asDouble()},
                    !twoSided);
            default -> throw new AssertionError("no such family: " + fn);
        };
    }

    private static void quantiles(JsonNode c) {
        double[] a = IntStream.rangeClosed(1, 1000).asDoubleStream().toArray();
        double offset = c.get("offset").asDouble();
        double[] b = IntStream.rangeClosed(1, 1000).mapToDouble(i -> i + offset).toArray();
        double expected = c.get("pValue").asDouble();
        assertThat(new QuantileComparison(c.get("quantile").asDouble(), 100, 0.05).pValue(a, b)).isCloseTo(expected, within(REFERENCE));
    }

    private static void share(JsonNode c) {
        var sequence = new ShareSequence(c.get("tOpt").asDouble(), c.get("alpha").asDouble());
        double successes = c.get("successes").asDouble();
        double trials = c.get("trials").asDouble();
        assertThat(sequence.lower(successes, trials)).isCloseTo(c.get("lower").asDouble(), within(REFERENCE));
        assertThat(sequence.upper(successes, trials)).isCloseTo(c.get("upper").asDouble(), within(REFERENCE));
    }
}
