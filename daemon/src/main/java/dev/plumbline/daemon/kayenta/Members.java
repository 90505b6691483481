package dev.plumbline.daemon.kayenta;

import dev.plumbline.analysis.value.Value;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** Makes an object of JSON, member by member. What Kayenta leaves out when it is not there is left out here. */
final class Members {
    private final Map<String, Value> byName = new TreeMap<>();

    Members value(String name, Value value) {
        byName.put(name, value);
        return this;
    }

    Members text(String name, String text) {
        return value(name, new Value.Text(text));
    }

    /** A text, left out when it is empty. */
    Members known(String name, String text) {
        return text.isEmpty() ? this : text(name, text);
    }

    /** A value, left out when it is nil. */
    Members known(String name, Value value) {
        return value instanceof Value.Nil ? this : value(name, value);
    }

    Members number(String name, double number) {
        return value(name, number(number));
    }

    Members flag(String name, boolean flag) {
        return value(name, new Value.Bool(flag));
    }

    Members texts(String name, Map<String, String> texts) {
        Map<String, Value> values = new TreeMap<>();
        texts.forEach((key, text) -> values.put(key, new Value.Text(text)));
        return value(name, new Value.Members(values));
    }

    Members texts(String name, Collection<String> texts) {
        return value(name, new Value.Items(texts.stream().map(t -> (Value) new Value.Text(t)).toList()));
    }

    /** {@code nameMillis} and {@code nameIso}, left out when the time is 0. */
    Members time(String name, long millis) {
        return millis == 0 ? this : number(name + "Millis", millis).text(name + "Iso", iso(millis));
    }

    static String iso(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    /** A number; those that JSON does not have are the texts NaN, Infinity and -Infinity. */
    static Value number(double number) {
        return Double.isFinite(number) ? new Value.Decimal(number) : new Value.Text(Double.toString(number));
    }

    Value build() {
        return new Value.Members(byName);
    }
}
