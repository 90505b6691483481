package dev.plumbline.promql.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Histogram.Buckets;
import dev.plumbline.model.Labels;
import dev.plumbline.model.StaleMarker;
import dev.plumbline.promql.ast.AggregateOp;
import dev.plumbline.promql.ast.Expr;
import dev.plumbline.promql.function.CompensatedMean;
import dev.plumbline.promql.function.CompensatedSum;
import dev.plumbline.promql.parser.ParserOptions;
import dev.plumbline.promql.parser.PromqlParser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Groups that are added up member by member, and how series find theirs. */
class GroupTotalTest {
    private static final double[] ODD = {0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1.7e308, -1.7e308, 1e-300,
        StaleMarker.VALUE, StaleMarker.VALUE, 0.1, 1e16, -1e16};
    private static final int STEPS = 40;
    private final SplittableRandom random = new SplittableRandom(11);

    private double[] values(boolean odd) {
        var values = new double[STEPS];
        for (int i = 0; i < STEPS; i++) {
            values[i] = odd && random.nextInt(3) == 0 ? ODD[random.nextInt(ODD.length)] : random.nextInt(1000) / 7.0 - 50;
        }
        return values;
    }

    @ParameterizedTest
    @EnumSource(value = AggregateOp.class, names = {"SUM", "AVG", "MIN", "MAX", "COUNT"})
    void sameBitsAsStepByStep(AggregateOp op) {
        for (int round = 0; round < 300; round++) {
            var members = new ArrayList<double[]>();
            var total = new GroupTotal(op, STEPS);
            for (int m = 0; m < 1 + random.nextInt(9); m++) {
                members.add(values(round % 3 != 0));
                assertThat(total.add(Column.of(Labels.EMPTY, false, members.getLast()), false)).isFalse();
            }
            for (int i = 0; i < STEPS; i++) {
                int step = i;
                List<Double> present = members.stream().map(v -> v[step]).filter(v -> !StaleMarker.is(v)).toList();
                assertThat(total.floats(i)).isEqualTo(present.size());
                if (op != AggregateOp.COUNT && !present.isEmpty()) {
                    assertThat(Double.valueOf(total.value(i))).as("%s of %s", op, present).isEqualTo(Double.valueOf(expected(op, present)));
                }
            }
        }
    }

    private static double expected(AggregateOp op, List<Double> values) {
        var sum = new CompensatedSum(0);
        values.forEach(sum::add);
        var mean = new CompensatedMean(values.getFirst());
        values.subList(1, values.size()).forEach(mean::add);
        List<Double> numbers = values.stream().filter(v -> !v.isNaN()).toList();
        return switch (op) {
            case SUM -> sum.value() + 0.0;
            case AVG -> mean.value();
            case MIN -> numbers.stream().reduce((a, b) -> b < a ? b : a).orElse(Double.NaN);
            case MAX -> numbers.stream().reduce((a, b) -> b > a ? b : a).orElse(Double.NaN);
            default -> throw new IllegalArgumentException(op.keyword());
        };
    }

    @Test
    void histogramsAreKeptInOrderBesideFloats() {
        var total = new GroupTotal(AggregateOp.SUM, 2);
        var mixed = Column.empty(Labels.EMPTY, true, 2);
        mixed.set(0, histogram(1));
        mixed.set(1, 5.0);
        assertThat(total.add(mixed, false)).isTrue();
        var second = Column.empty(Labels.EMPTY, false, 2);
        second.set(0, histogram(2));
        assertThat(total.add(second, false)).isTrue();
        assertThat(total.histograms(0)).extracting(Histogram::count).containsExactly(1.0, 2.0);
        assertThat(total.histograms(1)).isEmpty();
        assertThat(total.floats(0)).isZero();
        assertThat(total.value(1)).isEqualTo(5);
        assertThat(total.dropsName()).isTrue();
    }

    private static Histogram histogram(double count) {
        return new Histogram(0, count, 0, 0, count, Buckets.NONE, Buckets.NONE, new double[0], Histogram.CounterReset.UNKNOWN);
    }

    @Test
    void onlyTotalsAreAddedUp() {
        var total = new GroupTotal(AggregateOp.QUANTILE, 1);
        assertThatThrownBy(() -> total.add(Column.of(Labels.EMPTY, false, new double[1]), false)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sum(x)", "sum by (a) (x)", "sum by (a, b, missing) (x)", "sum by (c, __name__) (x)", "sum without (a) (x)",
        "sum without (a, __name__) (x)", "sum by (a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r) (x)"})
    void groupsAreThoseOfTheirLabelSets(String query) {
        var a = (Expr.Aggregate) PromqlParser.parse(query, ParserOptions.ALL);
        for (boolean nameless : new boolean[] {false, true}) {
            var grouping = Grouping.of(a);
            Map<Labels, Integer> expected = new LinkedHashMap<>();
            for (int i = 0; i < 500; i++) {
                Labels labels = labels();
                Labels shown = nameless ? labels.without(Columns.METRIC_LABELS) : labels;
                Labels key = a.without() ? shown.without(a.grouping()).without(Columns.METRIC_LABELS) : shown.keep(Set.copyOf(a.grouping()));
                int number = expected.computeIfAbsent(key, k -> expected.size());
                assertThat(grouping.of(labels, nameless)).isEqualTo(number);
            }
            assertThat(grouping.groups()).containsExactlyElementsOf(expected.keySet());
        }
    }

    private Labels labels() {
        var builder = new Labels.Builder();
        String[] names = {Labels.METRIC_NAME, "__type__", "a", "b", "c", "z"};
        for (String name : names) {
            if (random.nextInt(3) > 0) {
                builder.set(name, "v" + random.nextInt(name.equals("a") ? 90 : 3));
            }
        }
        return builder.build();
    }
}
