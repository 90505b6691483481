package dev.plumbline.daemon.config.alertmanager.matcher;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.LabelMatcher.Type;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.model.Quoting;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A condition on a label as it was written; valid, its regular expression included. Ordered by name, value and operator. */
public record Matcher(String name, Type type, String value) implements Comparable<Matcher> {
    private static final Comparator<Matcher> ORDER =
            Comparator.comparing(Matcher::name).thenComparing(Matcher::value).thenComparing(Matcher::type);
    private static final String RESERVED = "{}!=~,\\\"'`";

    /**
     * Checks the regular expression, if the operator takes one.
     *
     * @throws PlumblineException of kind USER when it is not valid RE2
     */
    public Matcher {
        if (isRegex(type)) {
            try {
                Pattern.compile("^(?:" + value + ")$");
            } catch (PatternSyntaxException e) {
                throw PlumblineException.user(String.valueOf(e.getMessage()), e);
            }
        }
    }

    /** The form of the HTTP API; an absent {@code isEqual} means true. */
    public record Form(String name, String value, boolean isRegex, @Nullable Boolean isEqual) {

        /** The matcher; fails as the constructor does. */
        public Matcher matcher() {
            boolean equal = isEqual == null || isEqual;
            return new Matcher(name, isRegex ? equal ? Type.MATCH : Type.NOT_MATCH : equal ? Type.EQUAL : Type.NOT_EQUAL, value);
        }
    }

    public Form form() {
        return new Form(name, value, isRegex(type), type == Type.EQUAL || type == Type.MATCH);
    }

    /** What matches: anchored at both ends; a dot does not match a newline here, which it does in PromQL. */
    public LabelMatcher compiled() {
        return new LabelMatcher(type, name, isRegex(type) ? "(?-s:" + value + ")" : value);
    }

    private static boolean isRegex(Type type) {
        return type == Type.MATCH || type == Type.NOT_MATCH;
    }

    @Override
    public int compareTo(Matcher other) {
        return ORDER.compare(this, other);
    }

    /** {@code name="value"}; a name with white space or a reserved character is quoted. */
    @Override
    public String toString() {
        if (name.codePoints().anyMatch(Matcher::isReserved)) {
            return Quoting.quote(name) + type.symbol() + Quoting.quote(value);
        }
        return name + type.symbol() + '"' + value.replace("\\", "\\\\").replace("\n", "\\n").replace("\"", "\\\"") + '"';
    }

    /** {@code {a="b",c=~"d"}}, sorted. */
    public static String toString(List<Matcher> matchers) {
        return matchers.stream().sorted().map(Matcher::toString).collect(Collectors.joining(",", "{", "}"));
    }

    /** Whether a character cannot stand in an unquoted name or value. */
    static boolean isReserved(int c) {
        return c < 128 && RESERVED.indexOf(c) >= 0 || isSpace(c);
    }

    /** White space as Go's unicode.IsSpace has it. */
    static boolean isSpace(int c) {
        return c >= 9 && c <= 13 || c == 0x85 || c == 0xa0 || Character.isSpaceChar(c);
    }
}
