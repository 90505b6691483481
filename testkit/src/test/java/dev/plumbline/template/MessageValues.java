package dev.plumbline.template;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.model.Labels;
import dev.plumbline.template.value.Arguments;
import dev.plumbline.template.value.Fields;
import dev.plumbline.template.value.TemplateMethod;
import dev.plumbline.template.value.TemplateObject;
import dev.plumbline.template.value.TimeValue;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The data of a message as Alertmanager's templates see it, made from JSON; keys are Go's field names or JSON's. */
final class MessageValues {
    private MessageValues() {}

    /** Alertmanager's map of strings. */
    record Pairs(Labels underlying) implements TemplateObject {
        @Override
        public String typeName() {
            return "template.KV";
        }

        @Override
        public String text() {
            return new PairList(sorted()).text();
        }

        @Override
        public @Nullable TemplateMethod method(String name) {
            return switch (name) {
                case "SortedPairs" -> _ -> new PairList(sorted());
                case "Remove" -> this::without;
                case "Names" -> _ -> new PairList(sorted()).names();
                case "Values" -> _ -> new PairList(sorted()).values();
                default -> null;
            };
        }

        private Pairs without(Arguments arguments) {
            return new Pairs(underlying.without(arguments.strings(0)));
        }

        /** The alert's name first, then by name. */
        private List<Pair> sorted() {
            var pairs = new ArrayList<Pair>();
            underlying.forEach((name, value) -> pairs.add(name.equals("alertname") ? 0 : pairs.size(), new Pair(name, value)));
            return pairs;
        }
    }

    record Pair(String name, String value) implements TemplateObject {
        @Override
        public String typeName() {
            return "template.Pair";
        }

        @Override
        public Fields underlying() {
            return Fields.of("Name", name).and("Value", value);
        }
    }

    record PairList(List<Pair> underlying) implements TemplateObject {
        @Override
        public String typeName() {
            return "template.Pairs";
        }

        @Override
        public String text() {
            return underlying.stream().map(p -> p.name + "=" + p.value).collect(Collectors.joining(", "));
        }

        List<String> names() {
            return underlying.stream().map(Pair::name).toList();
        }

        List<String> values() {
            return underlying.stream().map(Pair::value).toList();
        }

        @Override
        public @Nullable TemplateMethod method(String name) {
            return switch (name) {
                case "Names" -> _ -> names();
                case "Values" -> _ -> values();
                default -> null;
            };
        }
    }

    record Alerts(List<Alert> underlying) implements TemplateObject {
        @Override
        public String typeName() {
            return "template.Alerts";
        }

        @Override
        public @Nullable TemplateMethod method(String name) {
            return switch (name) {
                case "Firing" -> _ -> with("firing");
                case "Resolved" -> _ -> with("resolved");
                default -> null;
            };
        }

        private Alerts with(String status) {
            return new Alerts(underlying.stream().filter(a -> status.equals(a.underlying.values().get("Status"))).toList());
        }
    }

    record Alert(Fields underlying, Fields jsonFields) implements TemplateObject {
        @Override
        public String typeName() {
            return "template.Alert";
        }

        @Override
        public Object json() {
            return jsonFields;
        }
    }

    record Message(Fields underlying) implements TemplateObject {
        @Override
        public String typeName() {
            return "*template.Data";
        }
    }

    /** Any value of the vectors; an object with fields of a message is one. */
    static @Nullable Object of(@Nullable JsonNode node) {
        if (node == null || node.isNull() || node.isMissingNode()) {
            return null;
        }
        if (node.isObject() && node.has("$time")) {
            return new TimeValue(Instant.parse(node.get("$time").asText()), ZoneOffset.UTC);
        }
        if (node.isObject() && !node.isEmpty() && Character.isUpperCase(node.fieldNames().next().charAt(0))) {
            return message(node);
        }
        if (node.isObject()) {
            var map = new LinkedHashMap<String, @Nullable Object>();
            node.properties().forEach(e -> map.put(e.getKey(), of(e.getValue())));
            return map;
        }
        if (node.isArray()) {
            var list = new ArrayList<@Nullable Object>();
            node.forEach(e -> list.add(of(e)));
            return list;
        }
        return node.isBoolean() ? (Object) node.asBoolean() : node.isTextual() ? node.asText() : number(node);
    }

    /** Integers beyond 64 bits with a sign are floats here. */
    static Object number(JsonNode node) {
        return node.canConvertToLong() && node.isIntegralNumber() ? (Object) node.asLong() : (Object) node.asDouble();
    }

    /** A message from an object with Go's or JSON's names of fields. */
    static Message message(JsonNode node) {
        var alerts = new ArrayList<Alert>();
        field(node, "Alerts").forEach(a -> alerts.add(alert(a)));
        return new Message(Fields.of("Receiver", field(node, "Receiver").asText("")).and("Status", field(node, "Status").asText(""))
                .and("Alerts", new Alerts(alerts)).and("GroupLabels", pairs(field(node, "GroupLabels")))
                .and("CommonLabels", pairs(field(node, "CommonLabels"))).and("CommonAnnotations", pairs(field(node, "CommonAnnotations")))
                .and("RouteLabels", pairs(field(node, "RouteLabels"))).and("ExternalURL", field(node, "ExternalURL").asText("")));
    }

    private static JsonNode field(JsonNode node, String name) {
        return node.has(name) ? node.get(name) : node.path(Character.toLowerCase(name.charAt(0)) + name.substring(1));
    }

    private static Alert alert(JsonNode node) {
        Fields fields = Fields.NONE;
        Fields json = Fields.NONE;
        for (String name : List.of("Status", "Labels", "Annotations", "StartsAt", "EndsAt", "GeneratorURL", "Fingerprint")) {
            JsonNode value = field(node, name);
            Object shown = switch (name) {
                case "Labels", "Annotations" -> pairs(value);
                case "StartsAt", "EndsAt" -> value.isTextual() ? new TimeValue(Instant.parse(value.asText()), ZoneOffset.UTC) : TimeValue.ZERO;
                default -> value.asText("");
            };
            fields = fields.and(name, shown);
            json = json.and(Character.toLowerCase(name.charAt(0)) + name.substring(1),
                    value.isMissingNode() && shown instanceof Pairs ? null : shown);
        }
        return new Alert(fields, json);
    }

    private static Pairs pairs(JsonNode node) {
        var map = new TreeMap<String, String>();
        node.properties().forEach(e -> map.put(e.getKey(), e.getValue().asText()));
        return new Pairs(Labels.of(map));
    }
}
