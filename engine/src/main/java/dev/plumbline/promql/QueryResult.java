package dev.plumbline.promql;

import java.util.List;

/**
 * An answer.
 *
 * @param value the answer proper
 * @param warnings {@code PromQL warning: … (line:column)}, each text once, in the order of their appearance
 * @param infos {@code PromQL info: … (line:column)}, likewise
 */
public record QueryResult(Value value, List<String> warnings, List<String> infos, QueryStats stats) {
    public QueryResult {
        warnings = List.copyOf(warnings);
        infos = List.copyOf(infos);
    }
}
