package dev.plumbline.daemon.config.alertmanager.matcher;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.model.Quoting;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A condition on a label as it was written; valid, its regular expression included. Ordered by name, value and operator. */
public record Matcher(String name, LabelMatcher.Type type, String value) implements Comparable<Matcher> {
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
            LabelMatcher.Type regex = equal ? LabelMatcher.Type.MATCH : LabelMatcher.Type.NOT_MATCH;
            LabelMatcher.Type plain = equal ? LabelMatcher.Type.EQUAL : LabelMatcher.Type.NOT_EQUAL;
            return new Matcher(name, isRegex ? regex : plain, value);
        }
    }

    public Form form() {
        return new Form(name, value, isRegex(type), type == LabelMatcher.Type.EQUAL || type == LabelMatcher.Type.MATCH);
    }

    /** What matches: anchored at both ends; a dot does not match a newline here, which it does in PromQL. */
    public LabelMatcher compiled() {
        return new LabelMatcher(type, name, isRegex(type) ? "(?-s:" + value + ")" : value);
    }

    private static boolean isRegex(LabelMatcher.Type type) {
        return type == LabelMatcher.Type.MATCH || type == LabelMatcher.Type.NOT_MATCH;
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
        return RESERVED.indexOf(c) >= 0 || isSpace(c);
    }

    /** White space as Go's unicode.IsSpace has it. */
    static boolean isSpace(int c) {
        return (c >= 9 && c <= 13) || c == 0x85 || c == 0xa0 || Character.isSpaceChar(c);
    }
}
