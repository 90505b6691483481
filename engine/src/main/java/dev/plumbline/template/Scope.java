package dev.plumbline.template;

import org.jspecify.annotations.Nullable;

/** The execution that calls a function. Used during the call only. */
public interface Scope {

    /**
     * Counts work beyond the call itself.
     *
     * @throws dev.plumbline.template.value.TemplateException when the execution has no more steps
     */
    void spend(long steps);

    /** The result of a template of the same set, by name: text, or escaped HTML where HTML is made. */
    String include(String name, @Nullable Object data);

    /** The result of another text, parsed with the same functions and with the templates of the same set; always text. */
    String expand(String name, String text, @Nullable Object data);
}
