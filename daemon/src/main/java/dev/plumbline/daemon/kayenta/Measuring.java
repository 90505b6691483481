package dev.plumbline.daemon.kayenta;

import dev.plumbline.analysis.kayenta.MeasuredSeries;
import dev.plumbline.analysis.kayenta.MetricPair;
import dev.plumbline.analysis.kayenta.SeriesPairing;
import dev.plumbline.analysis.value.Value;
import dev.plumbline.daemon.config.kayenta.CanaryDefinition;
import dev.plumbline.model.PlumblineException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Measures both sides of every metric of a configuration and pairs their series. */
final class Measuring {
    private static final int MAX_PAIRS = 2_000;
    private static final int MAX_VALUES = 500_000;
    private final RangeSource source;
    private final List<IdentifiedPair> pairs = new ArrayList<>();
    private final List<Value> json = new ArrayList<>();
    private final List<String> same = new ArrayList<>();
    private long values;

    private Measuring(RangeSource source) {
        this.source = source;
    }

    /**
     * What was measured.
     *
     * @param json the pairs as a metric set pair list
     */
    record Pairs(Evidence evidence, Value json) {}

    /**
     * Asks for every metric, one query after the other.
     *
     * @param id what the ids of pairs begin with
     * @throws PlumblineException of kind RESOURCE when it may be measured later, else of kind USER, with the metric
     */
    static Pairs measure(CanaryDefinition definition, ExecutionRequest request, String id, RangeSource source) {
        var measuring = new Measuring(source);
        for (CanaryDefinition.Measured metric : definition.metrics()) {
            try {
                measuring.measure(metric, request.scope(metric.scope()), id);
            } catch (IllegalArgumentException e) {
                throw PlumblineException.user(String.valueOf(e.getMessage()), e);
            } catch (PlumblineException e) {
                throw new PlumblineException(e.kind(), "metric " + metric.name() + ": " + e.getMessage(), e);
            }
        }
        return new Pairs(new Evidence(measuring.pairs, measuring.same), new Value.Items(measuring.json));
    }

    private void measure(CanaryDefinition.Measured metric, ScopePair scopes, String id) {
        String control = metric.query().promql(scopes.control().words());
        String experiment = metric.query().promql(scopes.experiment().words());
        if (control.equals(experiment) && scopes.control().startMillis() == scopes.experiment().startMillis()) {
            same.add(metric.name());
        }
        int points = Math.max(scopes.control().points(), scopes.experiment().points());
        List<MetricPair> found = new SeriesPairing(metric.name(), points).pairs(series(control, scopes.control()), series(experiment, scopes.experiment()));
        for (MetricPair pair : found) {
            values += pair.control().length + (long) pair.experiment().length;
            if (pairs.size() >= MAX_PAIRS || values > MAX_VALUES) {
                throw PlumblineException.user("its series make more than " + MAX_PAIRS + " pairs or " + MAX_VALUES + " values of one execution; aggregate them");
            }
            var identified = new IdentifiedPair(id + "-" + pairs.size(), pair);
            pairs.add(identified);
            json.add(json(identified, scopes, control, experiment));
        }
    }

    private List<MeasuredSeries> series(String promql, CanaryScope scope) {
        return source.range(promql, scope.startMillis(), scope.endMillis(), scope.stepMillis());
    }

    private static Value json(IdentifiedPair identified, ScopePair scopes, String control, String experiment) {
        MetricPair pair = identified.pair();
        return new Members().text("name", pair.name()).text("id", identified.id()).texts("tags", pair.tags())
                .value("values", new Members().value("control", samples(pair.control())).value("experiment", samples(pair.experiment())).build())
                .value("scopes", new Members().value("control", span(scopes.control())).value("experiment", span(scopes.experiment())).build())
                .value("attributes", new Members().value("control", asked(control)).value("experiment", asked(experiment)).build()).build();
    }

    private static Value asked(String promql) {
        return new Members().text("query", promql).build();
    }

    private static Value samples(double[] samples) {
        return new Value.Items(Arrays.stream(samples).mapToObj(Members::number).toList());
    }

    private static Value span(CanaryScope scope) {
        return new Members().time("startTime", scope.startMillis()).number("stepMillis", scope.stepMillis()).build();
    }
}
