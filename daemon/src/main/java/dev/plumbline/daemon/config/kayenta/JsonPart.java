package dev.plumbline.daemon.config.kayenta;

import dev.plumbline.analysis.value.JsonText;
import dev.plumbline.analysis.value.Value;
import dev.plumbline.model.PlumblineException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A place in a JSON text that somebody sent, with the way to it. What is absent and what is null are the same. A value of the
 * wrong type is a USER error that names the place; a number may stand in quotes, and a number may stand for a text.
 *
 * @param path such as {@code metrics[1].query}
 */
public record JsonPart(String path, Value value) {

    /**
     * Reads a whole text.
     *
     * @param name what messages call it
     */
    public static JsonPart read(String name, String text) {
        try {
            return new JsonPart(name, JsonText.read(text));
        } catch (JsonText.Malformed e) {
            throw PlumblineException.user(name + ": " + e.getMessage());
        }
    }

    public boolean isAbsent() {
        return value instanceof Value.Nil;
    }

    public JsonPart at(String name) {
        if (!(value instanceof Value.Members) && !isAbsent()) {
            throw expected("an object");
        }
        return new JsonPart(path + "." + name, value instanceof Value.Members m ? m.byName().getOrDefault(name, Value.Nil.NIL) : Value.Nil.NIL);
    }

    /** The same, which must be there. */
    public JsonPart required() {
        if (isAbsent()) {
            throw PlumblineException.user(path + " is missing");
        }
        return this;
    }

    public List<JsonPart> elements() {
        var parts = new ArrayList<JsonPart>();
        if (value instanceof Value.Items items) {
            for (Value element : items.elements()) {
                parts.add(new JsonPart(path + "[" + parts.size() + "]", element));
            }
        } else if (!isAbsent()) {
            throw expected("a list");
        }
        return parts;
    }

    public Map<String, JsonPart> members() {
        Map<String, JsonPart> parts = new LinkedHashMap<>();
        if (value instanceof Value.Members m) {
            m.byName().keySet().forEach(name -> parts.put(name, at(name)));
        } else if (!isAbsent()) {
            throw expected("an object");
        }
        return parts;
    }

    /** Texts by name; those that are null are left out. */
    public Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        members().forEach((name, part) -> {
            if (!part.isAbsent()) {
                texts.put(name, part.text(""));
            }
        });
        return texts;
    }

    public String text(String usual) {
        return switch (value) {
            case Value.Nil n -> usual;
            case Value.Text t -> t.value();
            case Value.Decimal d -> JsonText.number(d.value());
            case Value.Bool b -> Boolean.toString(b.value());
            case Value v -> throw expected("a text");
        };
    }

    public OptionalDouble number() {
        return switch (value) {
            case Value.Nil n -> OptionalDouble.empty();
            case Value.Decimal d -> OptionalDouble.of(d.value());
            case Value.Text t -> OptionalDouble.of(parsed(t.value()));
            case Value v -> throw expected("a number");
        };
    }

    private double parsed(String text) {
        try {
            double number = Double.parseDouble(text);
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // said below, as for one that is not finite
        }
        throw expected("a number");
    }

    /** A whole number from 0 to a billion. */
    public long whole(long usual) {
        OptionalDouble number = number();
        if (number.isEmpty()) {
            return usual;
        }
        double given = number.getAsDouble();
        if (given != Math.rint(given) || given < 0 || given > 1e9) {
            throw PlumblineException.user(path + " is " + JsonText.number(given) + ", must be a whole number from 0 to 1000000000");
        }
        return (long) given;
    }

    /** One value of a series: a number, or NaN, Infinity or -Infinity in quotes; null is NaN. */
    public double sample() {
        return switch (value) {
            case Value.Nil n -> Double.NaN;
            case Value.Decimal d -> d.value();
            case Value.Text t -> switch (t.value()) {
                case "NaN" -> Double.NaN;
                case "Infinity", "+Inf" -> Double.POSITIVE_INFINITY;
                case "-Infinity", "-Inf" -> Double.NEGATIVE_INFINITY;
                default -> parsed(t.value());
            };
            case Value v -> throw expected("a number or \"NaN\"");
        };
    }

    private PlumblineException expected(String what) {
        return PlumblineException.user(path + ": expected " + what + ", got " + value.typeName());
    }
}
