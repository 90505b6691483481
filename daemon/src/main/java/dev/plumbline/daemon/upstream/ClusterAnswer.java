package dev.plumbline.daemon.upstream;

import dev.plumbline.model.Labels;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.promql.QueryException;
import dev.plumbline.promql.Value;
import dev.plumbline.promql.ast.ValueType;
import java.util.ArrayList;
import java.util.List;

/**
 * An answer as it was read; which parts there are depends on the question.
 *
 * @param resultType matrix, vector, scalar or string; empty of a listing
 * @param series of a matrix, or of a vector with one point each, in the order given
 * @param scalar time and text of a scalar or a string; empty of others
 * @param names of a listing of labels or values
 * @param labelSets of a listing of series
 * @param error what is wrong, empty when nothing is
 */
record ClusterAnswer(String resultType, List<Value.Points> series, List<Single> scalar, List<String> names, List<Labels> labelSets,
        List<String> warnings, List<String> infos, Trouble error) {

    /** One value of no series. */
    record Single(long timeMillis, String text) {}

    /** The cluster's words for what is wrong. */
    record Trouble(String type, String message) {
        static final Trouble NONE = new Trouble("", "");
    }

    /**
     * The value of an instant query.
     *
     * @param wanted the type of the expression: some clusters answer a scalar with a vector
     */
    Value instant(ValueType wanted) {
        return switch (resultType) {
            case "scalar" -> new Value.Scalar(single().timeMillis, Numbers.parse(single().text));
            case "string" -> new Value.Text(single().timeMillis, single().text);
            case "matrix" -> Merge.of(series, List.of());
            case "vector" -> {
                var elements = new ArrayList<Value.Element>();
                for (Value.Points p : series) {
                    elements.add(new Value.Element(p.labels(), p.times()[0], p.values()[0], p.histograms() == null ? null : p.histograms()[0]));
                }
                yield wanted == ValueType.SCALAR && elements.size() == 1
                        ? new Value.Scalar(elements.getFirst().timeMillis(), elements.getFirst().value()) : new Value.Vector(elements);
            }
            default -> throw new UpstreamFailure("the answer is of the type \"" + resultType + "\", which is unknown", null);
        };
    }

    private Single single() {
        if (scalar.isEmpty()) {
            throw new UpstreamFailure("the answer is a " + resultType + " without a value", null);
        }
        return scalar.getFirst();
    }

    /** With other series. */
    ClusterAnswer with(List<Value.Points> others) {
        return new ClusterAnswer(resultType, others, scalar, names, labelSets, warnings, infos, error);
    }

    /** What an answer of another status than 200 means: the question's fault, which the asker is told as such, or the cluster's. */
    PlumblineException refusal(int status) {
        String text = "upstream: " + (error.message.isEmpty() ? "answered " + status : error.message);
        PlumblineException told = switch (error.type) {
            case "bad_data" -> new QueryException(QueryException.Type.BAD_DATA, text);
            case "execution" -> new QueryException(QueryException.Type.EXECUTION, text);
            case "timeout" -> new QueryException(QueryException.Type.TIMEOUT, text);
            case "internal" -> new QueryException(QueryException.Type.INTERNAL, text);
            default -> byStatus(status, text);
        };
        return status / 100 == 5 || status == 429 ? new UpstreamFailure(told) : told;
    }

    private static PlumblineException byStatus(int status, String text) {
        return switch (status) {
            case 400 -> new QueryException(QueryException.Type.BAD_DATA, text);
            case 422 -> new QueryException(QueryException.Type.EXECUTION, text);
            default -> new UpstreamFailure(text.substring("upstream: ".length()) + " (status " + status + ")", null);
        };
    }
}
