package dev.plumbline.analysis.value;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads JSON, and writes it as Go does: compact, names sorted, {@code <}, {@code >} and {@code &} escaped. */
public final class JsonText {
    private static final int MAX_DEPTH = 100;
    private static final double PLAIN_FROM = 1e-6;
    private static final double PLAIN_BELOW = 1e21;
    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonText() {}

    /** The text is not one JSON value, or nests more than 100 levels; the message says where. */
    public static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        Malformed(String message) {
            super(message);
        }

        /** The message, which every one has. */
        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }

    /** The one value of a text. */
    public static Value read(String text) throws Malformed {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() == null) {
                throw new Malformed("the text is empty, expected a JSON value");
            }
            Value value = value(parser, 0);
            if (parser.nextToken() != null) {
                throw new Malformed("something follows the JSON value" + place(parser));
            }
            return value;
        } catch (JacksonException e) {
            var at = e.getLocation();
            throw new Malformed("not valid JSON" + (at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr())
                    + ": " + e.getOriginalMessage());
        }
    }

    private static String place(JsonParser parser) {
        return " at line " + parser.currentTokenLocation().getLineNr() + ", column " + parser.currentTokenLocation().getColumnNr();
    }

    private static Value value(JsonParser parser, int depth) throws Malformed {
        if (depth > MAX_DEPTH) {
            throw new Malformed("more than " + MAX_DEPTH + " levels of nesting" + place(parser));
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> members(parser, depth);
            case START_ARRAY -> items(parser, depth);
            case VALUE_STRING -> new Value.Text(parser.getString());
            case VALUE_TRUE -> new Value.Bool(true);
            case VALUE_FALSE -> new Value.Bool(false);
            case VALUE_NULL -> Value.Nil.NIL;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Value.Decimal(Double.parseDouble(parser.getString()));
            default -> throw new Malformed("no value" + place(parser));
        };
    }

    private static Value members(JsonParser parser, int depth) throws Malformed {
        Map<String, Value> byName = new TreeMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            byName.put(name, value(parser, depth + 1));
        }
        return new Value.Members(byName);
    }

    private static Value items(JsonParser parser, int depth) throws Malformed {
        List<Value> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(parser, depth + 1));
        }
        return new Value.Items(elements);
    }

    /** A value as JSON. Numbers that JSON does not have become the strings NaN, +Inf and -Inf. */
    public static String write(Value value) {
        var out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    private static void write(Value value, StringBuilder out) {
        switch (value) {
            case Value.Nil n -> out.append("null");
            case Value.Bool b -> out.append(b.value());
            case Value.Whole w -> out.append(w.value());
            case Value.Decimal d -> out.append(number(d.value()));
            case Value.Text t -> quote(t.value(), out);
            case Value.Moment m -> quote(m.at().toString(), out);
            case Value.Span s -> out.append(s.length().toNanos());
            case Value.Items i -> writeItems(i.elements(), out);
            case Value.Members m -> writeMembers(m.byName(), out);
        }
    }

    private static void writeItems(List<Value> elements, StringBuilder out) {
        out.append('[');
        for (int i = 0; i < elements.size(); i++) {
            out.append(i > 0 ? "," : "");
            write(elements.get(i), out);
        }
        out.append(']');
    }

    private static void writeMembers(Map<String, Value> byName, StringBuilder out) {
        out.append('{');
        String separator = "";
        for (var member : byName.entrySet()) {
            out.append(separator);
            quote(member.getKey(), out);
            out.append(':');
            write(member.getValue(), out);
            separator = ",";
        }
        out.append('}');
    }

    /** The shortest digits that give the number back; with an exponent only below 1e-6 and from 1e21 on. */
    public static String number(double value) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "\"NaN\"" : value > 0 ? "\"+Inf\"" : "\"-Inf\"";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        var decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        double size = Math.abs(value);
        if (size >= PLAIN_FROM && size < PLAIN_BELOW) {
            return decimal.toPlainString();
        }
        int exponent = decimal.precision() - decimal.scale() - 1;
        String digits = decimal.movePointLeft(exponent).stripTrailingZeros().toPlainString();
        return digits + "e" + (exponent < 0 ? "-" : "+") + Math.abs(exponent);
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (c < ' ' || c == '<' || c == '>' || c == '&' || c == '\u2028' || c == '\u2029') {
                        out.append("\\u").append(Character.forDigit(c >> 12, 16)).append(Character.forDigit(c >> 8 & 15, 16))
                                .append(Character.forDigit(c >> 4 & 15, 16)).append(Character.forDigit(c & 15, 16));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
