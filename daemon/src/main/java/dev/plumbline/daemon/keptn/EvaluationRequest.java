package dev.plumbline.daemon.keptn;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is to be evaluated.
 *
 * @param startMillis ms since the epoch, before {@code endMillis}
 * @param labels as the request has them
 * @param queries PromQL by indicator, with every place filled; one for each objective
 */
record EvaluationRequest(Subject subject, long startMillis, long endMillis, Map<String, String> labels, SloFile slo, Map<String, String> queries) {

    /** Whose evaluations are compared with each other; project and stage may be empty. */
    record Subject(String project, String stage, String service) {}

    EvaluationRequest {
        labels = Map.copyOf(labels);
        queries = new LinkedHashMap<>(queries);
    }

    /** Rounded up, as a duration in a query must not be shorter than what is evaluated. */
    static long seconds(long startMillis, long endMillis) {
        return Math.ceilDiv(endMillis - startMillis, 1000L);
    }
}
