package dev.plumbline.daemon.relabel;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.plumbline.model.PlumblineException;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression of a rule: RE2, anchored at both ends, the dot matches newline. Equal when the text is equal.
 * Immutable, thread-safe.
 */
public final class RelabelRegex {
    /** {@code (.*)}, which a rule has that names none. */
    public static final RelabelRegex DEFAULT = new RelabelRegex("(.*)");

    private final String text;
    private final Pattern pattern;

    /**
     * Compiles {@code text}.
     *
     * @throws PlumblineException of kind USER when it is not valid RE2
     */
    public RelabelRegex(String text) {
        this.text = text;
        try {
            pattern = Pattern.compile(text, Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            throw PlumblineException.user("the regular expression \"" + text + "\" is not valid RE2: " + e.getDescription(), e);
        }
    }

    /** As it was written, without anchors. */
    public String text() {
        return text;
    }

    /** Whether the whole of {@code value} matches. */
    public boolean matches(String value) {
        return pattern.matches(value);
    }

    /** The groups of a match of the whole of {@code value}, or null when it does not match. */
    @Nullable Matcher match(String value) {
        Matcher matcher = pattern.matcher(value);
        return matcher.matches() ? matcher : null;
    }

    /** The value of a group by number or name in a match; empty when there is no such group or it took no part. */
    String group(Matcher match, String reference) {
        Integer number = number(reference);
        if (number == null) {
            number = pattern.namedGroups().get(reference);
        }
        if (number == null || number > match.groupCount()) {
            return "";
        }
        String value = match.group(number);
        return value == null ? "" : value;
    }

    private static @Nullable Integer number(String reference) {
        boolean digits = !reference.isEmpty() && reference.length() <= 9
                && reference.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Integer.valueOf(reference) : null;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof RelabelRegex other && text.equals(other.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
