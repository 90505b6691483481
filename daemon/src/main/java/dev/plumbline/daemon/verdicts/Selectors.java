package dev.plumbline.daemon.verdicts;

/** Adding a condition to matchers in braces. */
final class Selectors {
    private Selectors() {}

    /** {@code {a="1"}} and {@code b="2"} make {@code {a="1",b="2"}}; an empty matcher adds nothing. */
    static String and(String selector, String matcher) {
        if (matcher.isEmpty()) {
            return selector;
        }
        String inner = selector.substring(1, selector.length() - 1).strip();
        String comma = inner.isEmpty() || inner.endsWith(",") ? "" : ",";
        return "{" + inner + comma + matcher + "}";
    }
}
