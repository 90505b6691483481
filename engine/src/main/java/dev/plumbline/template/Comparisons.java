package dev.plumbline.template;

import dev.plumbline.template.value.Arguments;
import dev.plumbline.template.value.Kind;
import dev.plumbline.template.value.TemplateException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Comparisons as Go's templates make them: only values of one kind compare; an integer does not equal a float. */
final class Comparisons {
    private Comparisons() {}

    /** Whether the first argument equals one of the others. */
    static boolean equal(Arguments arguments) {
        if (arguments.size() < 2) {
            throw new TemplateException("missing argument for comparison");
        }
        Object first = arguments.get(0);
        for (Object other : arguments.from(1)) {
            if (equal(first, other)) {
                return true;
            }
        }
        return false;
    }

    private static boolean equal(@Nullable Object a, @Nullable Object b) {
        Kind kind = Kind.of(a);
        Kind otherKind = Kind.of(b);
        if (a == null || b == null) {
            return a == b;
        }
        if (kind == Kind.LIST || kind == Kind.MAP || otherKind == Kind.LIST || otherKind == Kind.MAP) {
            throw new TemplateException("non-comparable types " + Kind.typeName(a) + " and " + Kind.typeName(b));
        }
        if (kind != otherKind) {
            throw incompatible();
        }
        return switch (kind) {
            case INT -> whole(a) == whole(b);
            case FLOAT -> real(a) == real(b);
            case BOOL, STRING -> Objects.equals(Kind.plain(a), Kind.plain(b));
            case STRUCT, NIL, LIST, MAP -> a.equals(b);
        };
    }

    static boolean less(@Nullable Object a, @Nullable Object b) {
        Kind kind = Kind.of(a);
        if (!isOrdered(kind) || !isOrdered(Kind.of(b))) {
            throw new TemplateException("invalid type for comparison");
        }
        if (kind != Kind.of(b)) {
            throw incompatible();
        }
        return switch (kind) {
            case INT -> whole(a) < whole(b);
            case FLOAT -> real(a) < real(b);
            case STRING -> Arrays.compareUnsigned(bytes(a), bytes(b)) < 0;
            case BOOL, STRUCT, NIL, LIST, MAP -> false;
        };
    }

    static boolean lessOrEqual(@Nullable Object a, @Nullable Object b) {
        return less(a, b) || equal(a, b);
    }

    private static boolean isOrdered(Kind kind) {
        return kind == Kind.INT || kind == Kind.FLOAT || kind == Kind.STRING;
    }

    private static TemplateException incompatible() {
        return new TemplateException("incompatible types for comparison");
    }

    private static long whole(@Nullable Object value) {
        return Kind.plain(value) instanceof Number n ? n.longValue() : 0;
    }

    private static double real(@Nullable Object value) {
        return Kind.plain(value) instanceof Number n ? n.doubleValue() : 0;
    }

    private static byte[] bytes(@Nullable Object value) {
        return String.valueOf(Kind.plain(value)).getBytes(StandardCharsets.UTF_8);
    }
}
