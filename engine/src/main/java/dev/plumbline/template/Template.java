package dev.plumbline.template;

import dev.plumbline.template.html.HtmlOutput;
import dev.plumbline.template.text.BoundedText;
import dev.plumbline.template.text.Output;
import dev.plumbline.template.text.TextOutput;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A template, parsed. Immutable; thread-safe. */
public final class Template {
    private final TemplateSet set;
    private final String name;
    private final List<String> variables;

    private Template(TemplateSet set, String name, List<String> variables) {
        this.set = set;
        this.name = name;
        this.variables = List.copyOf(variables);
    }

    /**
     * Parses a text.
     *
     * @param name for messages
     * @param variables predeclared ones, each with its {@code $}; their values are given when it is run
     * @throws dev.plumbline.template.value.TemplateException for the first mistake, with its place
     */
    public static Template parse(String name, String text, Functions functions, List<String> variables) {
        return over(TemplateSet.of(functions), name, text, variables);
    }

    public static Template parse(String name, String text, Functions functions) {
        return parse(name, text, functions, List.of());
    }

    static Template over(TemplateSet set, String name, String text, List<String> variables) {
        return new Template(set.with(name, text, variables), name, variables);
    }

    /**
     * Runs it with data as the dot and as {@code $}.
     *
     * @throws dev.plumbline.template.value.TemplateException when an action fails or a limit is reached
     */
    public String text(@Nullable Object data, Execution execution) {
        return run(data, execution, new TextOutput(new BoundedText(execution.limits().outputChars())));
    }

    public String text(@Nullable Object data) {
        return text(data, Execution.DEFAULT);
    }

    /** Runs it as HTML: what actions print is escaped for the place where it stands, comments are left out. */
    public String html(@Nullable Object data, Execution execution) {
        return run(data, execution, new HtmlOutput(new BoundedText(execution.limits().outputChars())));
    }

    private String run(@Nullable Object data, Execution execution, Output output) {
        if (execution.variables().size() != variables.size()) {
            throw new IllegalArgumentException("the template has " + variables.size() + " predeclared variables, given are values of "
                    + execution.variables().size());
        }
        Functions functions = execution.functions() == null ? set.functions() : execution.functions();
        var run = new Run(set, functions, execution, output);
        run.main(name, data, variables, execution.variables());
        return output.result();
    }
}
