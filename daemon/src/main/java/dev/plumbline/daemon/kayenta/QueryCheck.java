package dev.plumbline.daemon.kayenta;

import dev.plumbline.daemon.config.kayenta.CanaryDefinition;
import dev.plumbline.model.PlumblineException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Whether a request can be measured by a configuration, before it is. */
final class QueryCheck {
    private QueryCheck() {}

    /** Refuses a request that lacks a scope, and metrics whose queries cannot be made or parsed. */
    static void check(CanaryDefinition definition, ExecutionRequest request, RangeSource source) {
        Set<String> missing = definition.metrics().stream().map(CanaryDefinition.Measured::scope).collect(Collectors.toCollection(TreeSet::new));
        missing.removeAll(request.scopes().keySet());
        if (!missing.isEmpty()) {
            throw PlumblineException.user("metrics of the configuration need the scopes " + missing + ", the request has "
                    + new TreeSet<>(request.scopes().keySet()));
        }
        for (CanaryDefinition.Measured metric : definition.metrics()) {
            ScopePair pair = request.scope(metric.scope());
            for (CanaryScope side : List.of(pair.control(), pair.experiment())) {
                check(metric, metric.query().promql(side.words()), source);
            }
        }
    }

    private static void check(CanaryDefinition.Measured metric, String promql, RangeSource source) {
        try {
            source.check(promql);
        } catch (PlumblineException e) {
            throw PlumblineException.user("metric " + metric.name() + ": " + promql + ": " + e.getMessage(), e);
        }
    }
}
