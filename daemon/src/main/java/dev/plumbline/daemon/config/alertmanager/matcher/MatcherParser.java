package dev.plumbline.daemon.config.alertmanager.matcher;

import dev.plumbline.model.PlumblineException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads lists of matchers. All methods fail with a {@link PlumblineException} of kind USER that says what is wrong. */
public final class MatcherParser {
    private MatcherParser() {}

    /**
     * What was read.
     *
     * @param hint what the author should change so that the text means the same everywhere; null when it does
     */
    public record Parsed(List<Matcher> matchers, @Nullable String hint) {
        public Parsed {
            matchers = List.copyOf(matchers);
        }
    }

    /** Reads both forms: the UTF-8 one if only it succeeds or both agree, else the classic one. */
    public static Parsed parse(String text) {
        List<Matcher> classic = null;
        PlumblineException wrong = null;
        try {
            classic = classic(text);
        } catch (PlumblineException e) {
            wrong = e;
        }
        try {
            List<Matcher> utf8 = utf8(text);
            return classic == null || classic.equals(utf8) ? new Parsed(utf8, null)
                    : new Parsed(classic, "this means " + Matcher.toString(classic) + " in the classic form of matchers, which is used, and "
                            + Matcher.toString(utf8) + " in the UTF-8 form; write " + Matcher.toString(classic) + " to be clear");
        } catch (PlumblineException e) {
            if (classic == null) {
                throw wrong == null ? e : wrong;
            }
            return new Parsed(classic, "this is a matcher only in the classic form, which will go away; write " + Matcher.toString(classic));
        }
    }

    /** Reads the UTF-8 form. */
    public static List<Matcher> utf8(String text) {
        return Utf8Matchers.parse(text);
    }

    /** Reads a single matcher in the UTF-8 form, without braces. */
    public static Matcher utf8Single(String text) {
        List<Matcher> matchers = utf8(text);
        if (matchers.size() != 1) {
            throw PlumblineException.user(matchers.isEmpty() ? "no matchers" : "expected 1 matcher, found " + matchers.size());
        }
        return matchers.getFirst();
    }

    /** Reads the classic form. */
    public static List<Matcher> classic(String text) {
        return ClassicMatchers.parse(text);
    }
}
