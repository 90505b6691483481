package dev.plumbline.model;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One condition on a label: equal, not equal, or (not) matching a regular expression, which is RE2, anchored at both
 * ends, with a dot that matches newline. A label that is absent counts as the empty string. Immutable, thread-safe.
 */
public final class LabelMatcher {
    private final Type type;
    private final String name;
    private final String value;
    private final @Nullable Pattern pattern;

    /** The four operators as PromQL writes them. */
    public enum Type {
        EQUAL("="), NOT_EQUAL("!="), MATCH("=~"), NOT_MATCH("!~");

        private final String symbol;

        Type(String symbol) {
            this.symbol = symbol;
        }

        public String symbol() {
            return symbol;
        }
    }

    /**
     * Makes a matcher.
     *
     * @throws PlumblineException of kind USER when the value of a regular-expression matcher is not valid RE2
     */
    public LabelMatcher(Type type, String name, String value) {
        this.type = type;
        this.name = name;
        this.value = value;
        this.pattern = type == Type.MATCH || type == Type.NOT_MATCH ? compile(value) : null;
    }

    public static LabelMatcher equal(String name, String value) {
        return new LabelMatcher(Type.EQUAL, name, value);
    }

    private static Pattern compile(String regex) {
        try {
            return Pattern.compile("^(?s:" + regex + ")$");
        } catch (PatternSyntaxException e) {
            throw PlumblineException.user("invalid regular expression \"" + regex + "\": " + e.getDescription(), e);
        }
    }

    public Type type() {
        return type;
    }

    public String name() {
        return name;
    }

    public String value() {
        return value;
    }

    /** Whether a label with this value (empty: absent) satisfies the matcher. */
    public boolean matches(String labelValue) {
        return switch (type) {
            case EQUAL -> value.equals(labelValue);
            case NOT_EQUAL -> !value.equals(labelValue);
            case MATCH -> matchesPattern(labelValue);
            case NOT_MATCH -> !matchesPattern(labelValue);
        };
    }

    private boolean matchesPattern(String labelValue) {
        return Objects.requireNonNull(pattern).matches(labelValue);
    }

    /** Whether a series without the label satisfies the matcher. */
    public boolean matchesEmpty() {
        return matches("");
    }

    /** Whether the label set satisfies the matcher. */
    public boolean matches(Labels labels) {
        return matches(labels.get(name));
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof LabelMatcher m && type == m.type && name.equals(m.name) && value.equals(m.value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(type, name, value);
    }

    /** {@code name=~"value"}; a name that is not plain ASCII is quoted. */
    @Override
    public String toString() {
        return (LabelNames.isLegacy(name) ? name : Quoting.quote(name)) + type.symbol + Quoting.quote(value);
    }
}
