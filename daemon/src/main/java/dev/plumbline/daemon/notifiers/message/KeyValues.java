package dev.plumbline.daemon.notifiers.message;

import dev.plumbline.model.Labels;
import dev.plumbline.template.value.Arguments;
import dev.plumbline.template.value.Fields;
import dev.plumbline.template.value.TemplateMethod;
import dev.plumbline.template.value.TemplateObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Alertmanager's {@code KV}: labels or annotations. */
record KeyValues(Labels labels) implements TemplateObject {
    private static final String ALERT_NAME = "alertname";

    /** A list of pairs that also gives their names and their values. */
    private record Pairs(List<Pair> pairs) implements TemplateObject {
        @Override
        public String typeName() {
            return "template.Pairs";
        }

        @Override
        public List<Pair> underlying() {
            return pairs;
        }

        @Override
        public @Nullable TemplateMethod method(String name) {
            return switch (name) {
                case "Names" -> a -> take(a, name).pairs.stream().map(Pair::name).toList();
                case "Values" -> a -> take(a, name).pairs.stream().map(Pair::value).toList();
                default -> null;
            };
        }

        private Pairs take(Arguments arguments, String name) {
            arguments.expect(name, 0, 0);
            return this;
        }

        @Override
        public String text() {
            return String.join(", ", pairs.stream().map(pair -> pair.name + "=" + pair.value).toList());
        }
    }

    private record Pair(String name, String value) implements TemplateObject {
        @Override
        public String typeName() {
            return "template.Pair";
        }

        @Override
        public Fields underlying() {
            return Fields.of("Name", name).and("Value", value);
        }
    }

    @Override
    public String typeName() {
        return "template.KV";
    }

    @Override
    public Labels underlying() {
        return labels;
    }

    @Override
    public @Nullable TemplateMethod method(String name) {
        return switch (name) {
            case "SortedPairs" -> a -> take(a, name, 0).sorted();
            case "Names" -> a -> take(a, name, 0).sorted().pairs.stream().map(Pair::name).toList();
            case "Values" -> a -> take(a, name, 0).sorted().pairs.stream().map(Pair::value).toList();
            case "Remove" -> a -> new KeyValues(take(a, name, 1).labels.without(a.strings(0)));
            default -> null;
        };
    }

    private KeyValues take(Arguments arguments, String name, int count) {
        arguments.expect(name, count, count);
        return this;
    }

    private Pairs sorted() {
        var pairs = new ArrayList<Pair>();
        if (labels.has(ALERT_NAME)) {
            pairs.add(new Pair(ALERT_NAME, labels.get(ALERT_NAME)));
        }
        labels.without(ALERT_NAME).forEach((name, value) -> pairs.add(new Pair(name, value)));
        return new Pairs(List.copyOf(pairs));
    }

    @Override
    public @Nullable String text() {
        return sorted().text();
    }
}
