package dev.plumbline.analysis.argo;

import dev.plumbline.analysis.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A path into JSON as Kubernetes writes it: <code>{$.items[0].name}</code>. Known are members ({@code .name},
 * {@code ['name']}), elements ({@code [0]}, {@code [-1]}, {@code [0,2]}, {@code [1:3]}, {@code [::2]}), all of them
 * ({@code [*]}, {@code .*}), descent ({@code ..name}) and filters ({@code [?(@.kind=="a")]}). The braces may be left out.
 * Bounded: 1,000 characters, 10,000 values on the way.
 */
public final class JsonPath {
    private static final int MAX_LENGTH = 1000;
    private static final int MAX_VALUES = 10_000;
    private final List<PathStep> steps;

    private JsonPath(List<PathStep> steps) {
        this.steps = List.copyOf(steps);
    }

    /**
     * Reads a path.
     *
     * @throws IllegalArgumentException when it is none; the message says at which column
     */
    public static JsonPath parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a JSON path has at most " + MAX_LENGTH + " characters");
        }
        String path = text.strip();
        boolean braces = path.startsWith("{") && path.endsWith("}");
        return new JsonPath(new JsonPathParser(braces ? path.substring(1, path.length() - 1) : path).steps());
    }

    /** The first value that the path leads to. */
    public Optional<Value> first(Value root) {
        List<Value> reached = List.of(root);
        for (PathStep step : steps) {
            var next = new ArrayList<Value>();
            for (Value value : reached) {
                next.addAll(step.from(value));
                if (next.size() > MAX_VALUES) {
                    throw new IllegalArgumentException("the JSON path leads to more than " + MAX_VALUES + " values");
                }
            }
            reached = next;
        }
        return reached.stream().findFirst();
    }
}
