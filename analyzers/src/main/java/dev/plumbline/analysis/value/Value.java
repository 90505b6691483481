package dev.plumbline.analysis.value;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A value without a fixed shape. Numbers of JSON are {@link Decimal}, as in Go and JavaScript. */
public sealed interface Value {
    /** There is no value. */
    record Nil() implements Value {
        public static final Nil NIL = new Nil();
    }

    /** True or false. */
    record Bool(boolean value) implements Value {}

    record Whole(long value) implements Value {}

    record Decimal(double value) implements Value {}

    record Text(String value) implements Value {}

    /** Elements in their order. */
    record Items(List<Value> elements) implements Value {
        public Items {
            elements = List.copyOf(elements);
        }
    }

    /** Members by name, in the order of the names. */
    record Members(Map<String, Value> byName) implements Value {
        public Members {
            byName = Collections.unmodifiableMap(new TreeMap<>(byName));
        }
    }

    /** A point in time. */
    record Moment(Instant at) implements Value {}

    /** A length of time, negative ones too. */
    record Span(Duration length) implements Value {}

    /** A decimal or whole number as a double. */
    default boolean isNumber() {
        return this instanceof Whole || this instanceof Decimal;
    }

    /** The number it is; NaN for what is none. */
    default double asDouble() {
        return switch (this) {
            case Whole w -> w.value();
            case Decimal d -> d.value();
            case Nil n -> Double.NaN;
            case Bool b -> Double.NaN;
            case Text t -> Double.NaN;
            case Items i -> Double.NaN;
            case Members m -> Double.NaN;
            case Moment m -> Double.NaN;
            case Span s -> Double.NaN;
        };
    }

    /** What its type is called where conditions are written. */
    default String typeName() {
        return switch (this) {
            case Nil n -> "nil";
            case Bool b -> "bool";
            case Whole w -> "int";
            case Decimal d -> "float64";
            case Text t -> "string";
            case Items i -> "array";
            case Members m -> "map";
            case Moment m -> "time";
            case Span s -> "duration";
        };
    }
}
