package dev.plumbline.promql.parser;

import static dev.plumbline.promql.ast.ValueType.MATRIX;
import static dev.plumbline.promql.ast.ValueType.SCALAR;
import static dev.plumbline.promql.ast.ValueType.STRING;
import static dev.plumbline.promql.ast.ValueType.VECTOR;

import dev.plumbline.promql.ast.ValueType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The functions of the language (Prometheus 3.14 line). */
public final class Functions {
    private static final Map<String, FunctionSignature> TABLE = new TreeMap<>();

    static {
        all(VECTOR, List.of(VECTOR), "abs absent acos acosh asin asinh atan atanh ceil cos cosh deg exp floor"
                + " histogram_avg histogram_count histogram_stddev histogram_stdvar histogram_sum ln log10 log2 rad sgn sin"
                + " sinh sort sort_desc sqrt tan tanh timestamp");
        all(VECTOR, List.of(MATRIX), "absent_over_time avg_over_time changes count_over_time delta deriv first_over_time"
                + " idelta increase irate last_over_time max_over_time min_over_time present_over_time rate resets"
                + " stddev_over_time stdvar_over_time sum_over_time");
        for (String name : "day_of_month day_of_week day_of_year days_in_month hour minute month year".split(" ")) {
            add(VECTOR, name, 1, VECTOR);
        }
        add(VECTOR, "clamp", 0, VECTOR, SCALAR, SCALAR);
        all(VECTOR, List.of(VECTOR, SCALAR), "clamp_max clamp_min");
        all(VECTOR, List.of(SCALAR, VECTOR), "histogram_quantile");
        add(VECTOR, "histogram_fraction", 0, SCALAR, SCALAR, VECTOR);
        add(VECTOR, "label_replace", 0, VECTOR, STRING, STRING, STRING, STRING);
        add(VECTOR, "label_join", -1, VECTOR, STRING, STRING, STRING);
        add(SCALAR, "pi", 0);
        add(VECTOR, "predict_linear", 0, MATRIX, SCALAR);
        add(VECTOR, "quantile_over_time", 0, SCALAR, MATRIX);
        add(VECTOR, "round", 1, VECTOR, SCALAR);
        add(SCALAR, "scalar", 0, VECTOR);
        add(SCALAR, "time", 0);
        add(VECTOR, "vector", 0, SCALAR);
        experimental();
    }

    private Functions() {}

    private static void experimental() {
        for (String name : List.of("start", "end", "range", "step")) {
            experiment(SCALAR, name, 0);
        }
        experiment(SCALAR, "max_of", 0, SCALAR, SCALAR);
        experiment(SCALAR, "min_of", 0, SCALAR, SCALAR);
        experiment(VECTOR, "double_exponential_smoothing", 0, MATRIX, SCALAR, SCALAR);
        experiment(VECTOR, "histogram_quantiles", 9, VECTOR, STRING, SCALAR, SCALAR);
        experiment(VECTOR, "info", 1, VECTOR, VECTOR);
        for (String name : "mad_over_time ts_of_first_over_time ts_of_last_over_time ts_of_max_over_time ts_of_min_over_time".split(" ")) {
            experiment(VECTOR, name, 0, MATRIX);
        }
        experiment(VECTOR, "sort_by_label", -1, VECTOR, STRING);
        experiment(VECTOR, "sort_by_label_desc", -1, VECTOR, STRING);
        experiment(VECTOR, "start_timestamp", 0, VECTOR);
    }

    private static void all(ValueType returnType, List<ValueType> args, String names) {
        for (String name : names.split(" ")) {
            TABLE.put(name, new FunctionSignature(name, args, 0, returnType, false));
        }
    }

    private static void add(ValueType returnType, String name, int variadic, ValueType... args) {
        TABLE.put(name, new FunctionSignature(name, List.of(args), variadic, returnType, false));
    }

    private static void experiment(ValueType returnType, String name, int variadic, ValueType... args) {
        TABLE.put(name, new FunctionSignature(name, List.of(args), variadic, returnType, true));
    }

    /** The function of this name (lower case, as written), or null. */
    public static @Nullable FunctionSignature lookup(String name) {
        return TABLE.get(name);
    }

    /** All functions by ascending name. */
    public static Collection<FunctionSignature> all() {
        return java.util.Collections.unmodifiableCollection(TABLE.values());
    }
}
