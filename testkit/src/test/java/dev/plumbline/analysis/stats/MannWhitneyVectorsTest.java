package dev.plumbline.analysis.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.testkit.vectors.VectorFile;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MannWhitneyVectorsTest {
    private static final double RELATIVE_PERCENT = 1e-7;
    private static final double SIGNIFICANT = 0.05;

    static double[] numbers(JsonNode array) {
        double[] values = new double[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).isTextual() ? Double.parseDouble(array.get(i).asText()) : array.get(i).asDouble();
        }
        return values;
    }

    @Test
    void probabilities() {
        VectorFile.open("mann-whitney-pvalues").ifPresent(file -> {
            file.context("sources");
            file.section("pipecdCompare", c -> assertThat(tolerated(c)).isEqualTo(c.get("expected").asBoolean()));
            file.section("mannWhitneyPValues", c -> check(c, MannWhitneyTest.of(numbers(c.get("x1")), numbers(c.get("x2")))));
            file.section("mannWhitneyPValuesLarge", c -> check(c, MannWhitneyTest.of(series(c.get("x1").asText()), series(c.get("x2").asText()))));
            file.finish();
        });
    }

    /** Whether the experiment does not deviate to the side that counts, by a test at 5 %. */
    private static boolean tolerated(JsonNode c) {
        MannWhitneyTest test = MannWhitneyTest.of(numbers(c.get("experiment")), numbers(c.get("control")));
        return switch (c.get("deviation").asText()) {
            case "LOW" -> test.pLess() >= SIGNIFICANT;
            case "HIGH" -> test.pGreater() >= SIGNIFICANT;
            default -> test.pTwoSided() >= SIGNIFICANT;
        };
    }

    private static double[] series(String words) {
        double[] first = IntStream.range(0, 500).mapToDouble(i -> i * 2).toArray();
        if (words.equals("same as x1") || words.equals("i*2 for i in 0..499")) {
            return first;
        }
        double[] second = IntStream.range(0, 600).mapToDouble(i -> i * 2 - 41).toArray();
        if (words.contains("replaced")) {
            System.arraycopy(first, 0, second, 0, 30);
        }
        return second;
    }

    private static void check(JsonNode c, MannWhitneyTest test) {
        assertThat(test.u()).isEqualTo(c.get("U").asDouble());
        assertThat(test.pLess()).isCloseTo(c.get("pLess").asDouble(), withinPercentage(RELATIVE_PERCENT));
        assertThat(test.pTwoSided()).isCloseTo(c.get("pTwoSided").asDouble(), withinPercentage(RELATIVE_PERCENT));
        assertThat(test.pGreater()).isCloseTo(c.get("pGreater").asDouble(), withinPercentage(RELATIVE_PERCENT));
    }

    @Test
    void kayentasStatistic() {
        VectorFile.open("kayenta-mann-whitney").ifPresent(file -> {
            file.context("conventions");
            file.section("cases", MannWhitneyVectorsTest::kayenta);
            file.finish();
        });
    }

    private static void kayenta(JsonNode c) {
        switch (c.get("function").asText()) {
            case "wilcoxonDiff" -> {
                var statistic = new StandardizedRankSum(numbers(c.get("x")), numbers(c.get("y")));
                close(statistic.at(c.get("mu").asDouble()) - c.get("quantile").asDouble(), c, c.get("expected"), "");
            }
            case "normalQuantile" -> close(NormalDistribution.quantile(c.get("p").asDouble()), c, c.get("expected"), "");
            case "confidenceInterval" -> interval(c);
            case "intermediates" -> intermediates(c);
            default -> throw new AssertionError("unknown function " + c.get("function"));
        }
    }

    private static void close(double actual, JsonNode c, JsonNode expected, String field) {
        JsonNode tolerance = c.get("tolerance");
        double within = tolerance.isObject() ? tolerance.get(field).asDouble() : tolerance.asDouble();
        assertThat(actual).as(field).isCloseTo(expected.asDouble(), within(within));
    }

    private static void interval(JsonNode c) {
        ShiftInterval interval = NormalShift.of(numbers(c.get("experiment")), numbers(c.get("control")), c.get("confLevel").asDouble());
        JsonNode expected = c.get("expected");
        close(interval.lower(), c, expected.get("lower"), "lower");
        close(interval.upper(), c, expected.get("upper"), "upper");
        close(interval.estimate(), c, expected.get("estimate"), "estimate");
        if (c.has("recomputed")) {
            assertThat(new double[] {interval.lower(), interval.upper(), interval.estimate()}).as("to the last digits")
                    .containsExactly(fields(c.get("recomputed"), "lower", "upper", "estimate"), within(1e-12));
        }
    }

    private static double[] fields(JsonNode object, String... names) {
        return Arrays.stream(names).mapToDouble(n -> object.get(n).asDouble()).toArray();
    }

    private static void intermediates(JsonNode c) {
        double[] x = numbers(c.get("x"));
        double[] y = numbers(c.get("y"));
        JsonNode expected = c.get("expected");
        var statistic = new StandardizedRankSum(x, y);
        double z = -NormalDistribution.quantile((1 - c.get("confLevel").asDouble()) / 2);
        close(statistic.lowestShift(), c, expected.get("muMin"), "muMin");
        close(statistic.highestShift(), c, expected.get("muMax"), "muMax");
        close(z, c, expected.get("zLower"), "zLower");
        close(statistic.at(statistic.lowestShift()) - z, c, expected.get("fLower1"), "fLower1");
        close(statistic.at(statistic.highestShift()) - z, c, expected.get("fUpper1"), "fUpper1");
        close(statistic.at(statistic.lowestShift()) + z, c, expected.get("fLower2"), "fLower2");
        close(statistic.at(statistic.highestShift()) + z, c, expected.get("fUpper2"), "fUpper2");
        ShiftInterval interval = NormalShift.of(x, y, c.get("confLevel").asDouble());
        close(interval.lower(), c, expected.get("ciLower"), "ciLower");
        close(interval.upper(), c, expected.get("ciUpper"), "ciUpper");
        close(interval.estimate(), c, expected.get("estimate"), "estimate");
    }

    @Test
    void cleaningAndFigures() {
        VectorFile.open("kayenta-cleaning-and-stats").ifPresent(file -> {
            file.section("nan", MannWhitneyVectorsTest::cleaning);
            file.section("outliers", MannWhitneyVectorsTest::outliers);
            file.section("statistics", MannWhitneyVectorsTest::figures);
            file.finish();
        });
    }

    private static void cleaning(JsonNode c) {
        double[] input = numbers(c.get("input"));
        double[] cleaned = switch (c.get("fn").asText()) {
            case "removeNaN" -> MissingValues.removed(input);
            case "replaceNaN" -> MissingValues.replaced(input, c.get("value").asDouble());
            default -> throw new AssertionError("unknown function " + c.get("fn"));
        };
        assertThat(cleaned).containsExactly(numbers(c.get("expected")));
    }

    private static void outliers(JsonNode c) {
        double[] input = numbers(c.get("input"));
        double parameter = c.get("parameter").asDouble();
        Outliers outliers = switch (c.get("detector").asText()) {
            case "ksigma" -> Outliers.kSigma(input, parameter);
            case "iqr" -> c.path("reduceSensitivity").asBoolean() ? Outliers.tukeyGuarded(input, parameter) : Outliers.tukey(input, parameter);
            default -> throw new AssertionError("unknown detector " + c.get("detector"));
        };
        for (int i = 0; i < input.length; i++) {
            assertThat(outliers.contains(input[i])).as("value %d", i).isEqualTo(c.get("outlier").get(i).asBoolean());
        }
    }

    private static void figures(JsonNode c) {
        double tolerance = c.path("tolerance").asDouble(1e-9);
        JsonNode expected = c.get("expected");
        switch (c.get("fn").asText()) {
            case "summary" -> {
                SampleSummary s = SampleSummary.of(numbers(c.get("input")));
                assertThat(new double[] {s.min(), s.max(), s.mean(), s.std(), s.count()})
                        .containsExactly(fields(expected, "min", "max", "mean", "std", "count"), within(tolerance));
            }
            case "percentileR7" -> assertThat(new Percentiles(numbers(c.get("input"))).at(c.get("p").asDouble()))
                    .isCloseTo(expected.asDouble(), within(tolerance));
            case "meanRatio" -> assertThat(EffectSize.meanRatio(numbers(c.get("control")), numbers(c.get("experiment"))))
                    .isCloseTo(expected.asDouble(), within(tolerance));
            case "cles" -> assertThat(EffectSize.commonLanguage(numbers(c.get("control")), numbers(c.get("experiment"))))
                    .isCloseTo(expected.asDouble(), within(tolerance));
            default -> throw new AssertionError("unknown function " + c.get("fn"));
        }
    }
}
