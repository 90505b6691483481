package dev.plumbline.tsdb;

import dev.plumbline.model.LabelMatcher;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A matcher that asks its regular expression at most once per distinct value, and not at all for {@code a|b|c}. */
final class ValueMatcher {
    private static final int MOST_REMEMBERED = 100_000;

    private final LabelMatcher matcher;
    private final Map<String, Boolean> known = new HashMap<>();

    ValueMatcher(LabelMatcher matcher) {
        this.matcher = matcher;
    }

    boolean matches(String value) {
        boolean cheap = matcher.type() == LabelMatcher.Type.EQUAL || matcher.type() == LabelMatcher.Type.NOT_EQUAL;
        if (cheap || known.size() >= MOST_REMEMBERED) {
            return matcher.matches(value);
        }
        return known.computeIfAbsent(value, matcher::matches);
    }

    /** The only values that can match, when the matcher is an equality or an alternation of plain words. */
    static Optional<Set<String>> literals(LabelMatcher matcher) {
        return switch (matcher.type()) {
            case EQUAL -> Optional.of(Set.of(matcher.value()));
            case MATCH -> isPlain(matcher.value())
                    ? Optional.of(Set.copyOf(java.util.Arrays.asList(matcher.value().split("\\|", -1))))
                    : Optional.empty();
            case NOT_EQUAL, NOT_MATCH -> Optional.empty();
        };
    }

    private static boolean isPlain(String regex) {
        return regex.chars().allMatch(c -> Character.isLetterOrDigit(c) || "_-:/ |".indexOf(c) >= 0);
    }
}
