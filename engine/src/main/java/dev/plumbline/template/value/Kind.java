package dev.plumbline.template.value;

import dev.plumbline.model.Labels;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What sort of value a value is, named types seen through. */
public enum Kind {
    NIL, BOOL, INT, FLOAT, STRING, LIST, MAP, STRUCT;

    /** The kind of a value; anything that is no value of templates is a STRUCT without fields. */
    public static Kind of(@Nullable Object value) {
        return switch (plain(value)) {
            case null -> NIL;
            case String _ -> STRING;
            case Boolean _ -> BOOL;
            case Long _, Integer _ -> INT;
            case Double _ -> FLOAT;
            case List<?> _ -> LIST;
            case Map<?, ?> _, Labels _ -> MAP;
            default -> STRUCT;
        };
    }

    /** What a value is made of when its type has a name; else itself. */
    public static @Nullable Object plain(@Nullable Object value) {
        return value instanceof TemplateObject object ? object.underlying() : value;
    }

    /** Go's name of a value's type. */
    public static String typeName(@Nullable Object value) {
        return switch (value) {
            case null -> "<nil>";
            case TemplateObject object -> object.typeName();
            case Labels _ -> "map[string]string";
            default -> switch (of(value)) {
                case NIL -> "<nil>";
                case BOOL -> "bool";
                case INT -> "int";
                case FLOAT -> "float64";
                case STRING -> "string";
                case LIST -> "[]interface {}";
                case MAP -> "map[string]interface {}";
                case STRUCT -> "struct {}";
            };
        };
    }

    /** What {@code if} makes of a value: false for nil, false, zero, and what is empty. */
    public static boolean truth(@Nullable Object value) {
        return switch (plain(value)) {
            case null -> false;
            case Boolean b -> b;
            case Long n -> n != 0;
            case Integer n -> n != 0;
            case Double d -> d != 0;
            case String s -> !s.isEmpty();
            case List<?> list -> !list.isEmpty();
            case Map<?, ?> map -> !map.isEmpty();
            case Labels labels -> !labels.isEmpty();
            default -> true;
        };
    }
}
