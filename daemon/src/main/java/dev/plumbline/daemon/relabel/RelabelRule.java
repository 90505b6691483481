package dev.plumbline.daemon.relabel;

import com.google.re2j.Pattern;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One rule of relabelling. {@code modulus} is unsigned and 0 when not given. The constructor checks nothing beyond
 * copying; {@link #validate} says what is wrong, so that a file's problems can be reported together.
 */
public record RelabelRule(List<String> sourceLabels, String separator, RelabelRegex regex, long modulus,
                          String targetLabel, String replacement, RelabelAction action, NameValidation names) {
    public static final String DEFAULT_SEPARATOR = ";";
    public static final String DEFAULT_REPLACEMENT = "$1";

    /** A legacy name in which {@code $1}, {@code ${1}} or {@code ${name}} may stand for parts. */
    private static final Pattern LEGACY_TEMPLATE = Pattern.compile("(?:(?:[a-zA-Z_]|\\$(?:\\{\\w+\\}|\\w+))+\\w*)+");

    public RelabelRule {
        sourceLabels = List.copyOf(sourceLabels);
    }

    /** A rule of the given action with every other part at its default. */
    public static RelabelRule of(RelabelAction action) {
        return new RelabelRule(List.of(), DEFAULT_SEPARATOR, RelabelRegex.DEFAULT, 0, "", DEFAULT_REPLACEMENT, action,
                NameValidation.UTF8);
    }

    /** What is wrong with the rule and what would be right, or null when it is valid. */
    public @Nullable String validate() {
        return switch (action) {
            case REPLACE -> targetLabel.contains("$") ? templateProblem("target_label", targetLabel) : targetProblem();
            case LOWERCASE, UPPERCASE -> first(targetProblem(), replacementProblem());
            case KEEPEQUAL, DROPEQUAL -> first(first(targetProblem(), replacementProblem()), onlySourceAndTarget());
            case HASHMOD -> first(modulus == 0 ? "hashmod requires a non-zero modulus" : null, targetProblem());
            case LABELMAP -> templateProblem("replacement", replacement);
            case LABELDROP, LABELKEEP -> onlyRegex();
            case KEEP, DROP -> null;
        };
    }

    private static @Nullable String first(@Nullable String a, @Nullable String b) {
        return a != null ? a : b;
    }

    private @Nullable String targetProblem() {
        if (targetLabel.isEmpty()) {
            return "the action " + action.key() + " requires a target_label";
        }
        return names.allowsLabel(targetLabel) ? null : invalid("target_label", targetLabel);
    }

    private @Nullable String templateProblem(String key, String template) {
        boolean valid = names == NameValidation.LEGACY ? LEGACY_TEMPLATE.matches(template) : names.allowsLabel(template);
        return valid ? null : invalid(key, template);
    }

    private String invalid(String key, String value) {
        return "\"" + value + "\" is not a valid " + key + " for the action " + action.key()
                + (names == NameValidation.LEGACY ? ": a label name is [a-zA-Z_][a-zA-Z0-9_]*" : ": it must be non-empty UTF-8");
    }

    private @Nullable String replacementProblem() {
        return replacement.equals(DEFAULT_REPLACEMENT) ? null : "the action " + action.key() + " takes no replacement";
    }

    private @Nullable String onlySourceAndTarget() {
        boolean only = regex.equals(RelabelRegex.DEFAULT) && modulus == 0 && separator.equals(DEFAULT_SEPARATOR);
        return only ? null : "the action " + action.key() + " takes only source_labels and target_label";
    }

    private @Nullable String onlyRegex() {
        boolean only = sourceLabels.isEmpty() && targetLabel.isEmpty() && modulus == 0
                && separator.equals(DEFAULT_SEPARATOR) && replacement.equals(DEFAULT_REPLACEMENT);
        return only ? null : "the action " + action.key() + " takes only a regex";
    }
}
