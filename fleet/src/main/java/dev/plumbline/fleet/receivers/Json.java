package dev.plumbline.fleet.receivers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JSON value (RFC 8259), as far as it takes to look into a message. Objects keep the order of their members; of a repeated
 * name the last counts. At most {@value JsonReader#MAX_DEPTH} levels.
 */
public sealed interface Json {

    /** What {@code at} gives where there is nothing. */
    Json MISSING = new Missing();

    /** An object. */
    record Members(Map<String, Json> members) implements Json {
        public Members {
            members = new LinkedHashMap<>(members);
        }
    }

    /** An array. */
    record Elements(List<Json> elements) implements Json {
        public Elements {
            elements = new ArrayList<>(elements);
        }
    }

    /** A string. */
    record Text(String value) implements Json {}

    /** A number, as it was written. */
    record Decimal(String written) implements Json {}

    /** True or false. */
    record Bool(boolean value) implements Json {}

    /** Null. */
    record Null() implements Json {}

    /** Nothing at all. */
    record Missing() implements Json {}

    /** Throws IllegalArgumentException, with the place, for what is not one JSON value. */
    static Json parse(String text) {
        return JsonReader.read(text);
    }

    /** A member of an object; {@link #MISSING} when there is none. */
    default Json at(String name) {
        return this instanceof Members(Map<String, Json> members) ? members.getOrDefault(name, MISSING) : MISSING;
    }

    /** An element of an array, 0-based; {@link #MISSING} when there is none. */
    default Json at(int index) {
        return this instanceof Elements(List<Json> elements) && index >= 0 && index < elements.size()
                ? elements.get(index) : MISSING;
    }

    /** The string, or {@code absent} for anything else. */
    default String text(String absent) {
        return this instanceof Text(String value) ? value : absent;
    }

    /** Whether something is there. */
    default boolean exists() {
        return !(this instanceof Missing);
    }
}
