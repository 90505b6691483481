package dev.plumbline.template;

import dev.plumbline.model.Labels;
import dev.plumbline.template.parse.Tree;
import dev.plumbline.template.text.BoundedText;
import dev.plumbline.template.text.Output;
import dev.plumbline.template.text.TextOutput;
import dev.plumbline.template.value.Kind;
import dev.plumbline.template.value.TemplateException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One execution of a template with all that it calls: what it may use and where it writes. Used once, by one thread. */
final class Run implements Scope {
    /** Characters of a text that cost as much as a step. */
    private static final int CHARS_PER_STEP = 64;

    private final TemplateSet set;
    private final Functions functions;
    private final Execution execution;
    private Output output;
    private TemplateSet visible;
    private long stepsLeft;
    private long includedChars;
    private int depth;

    Run(TemplateSet set, Functions functions, Execution execution, Output output) {
        this.set = set;
        this.visible = set;
        this.functions = functions;
        this.execution = execution;
        this.output = output;
        this.stepsLeft = execution.limits().steps();
    }

    void main(String name, @Nullable Object data, List<String> names, List<? extends @Nullable Object> values) {
        Tree tree = require(name);
        var variables = new Variables(data);
        for (int i = 0; i < names.size(); i++) {
            variables.declare(names.get(i), values.get(i));
        }
        new TreeRunner(this, tree, variables).run(data);
    }

    /** Runs another template of the set to the same output. */
    void call(String name, @Nullable Object data) {
        new TreeRunner(this, require(name), new Variables(data)).run(data);
    }

    private Tree require(String name) {
        Tree tree = visible.find(name);
        if (tree == null) {
            throw new TemplateException("template \"" + name + "\" not defined");
        }
        return tree;
    }

    Output output() {
        return output;
    }

    boolean failsOnMissingKey() {
        return execution.missingKey() == Execution.MissingKey.ERROR;
    }

    Functions.@Nullable Entry function(String name) {
        return functions.find(name);
    }

    @Override
    public void spend(long steps) {
        stepsLeft -= Math.max(0, steps);
        if (stepsLeft < 0) {
            throw new TemplateException("the template takes more than " + execution.limits().steps() + " steps");
        }
    }

    /** Counts a value that is worked on by its size. */
    void spendOn(@Nullable Object value) {
        switch (Kind.plain(value)) {
            case String s -> spend(s.length() / CHARS_PER_STEP);
            case List<?> list -> spend(list.size());
            case Map<?, ?> map -> spend(map.size());
            case Labels labels -> spend(labels.size());
            case null, default -> { }
        }
    }

    void enter() {
        spend(1);
        if (++depth > execution.limits().depth()) {
            throw new TemplateException("templates, blocks and parentheses are nested deeper than " + execution.limits().depth());
        }
    }

    void leave() {
        depth--;
    }

    @Override
    public String include(String name, @Nullable Object data) {
        return captured(output.fresh(), visible, name, data);
    }

    @Override
    public String expand(String name, String text, @Nullable Object data) {
        spend(text.length());
        return captured(new TextOutput(new BoundedText(execution.limits().outputChars())), set.with(name, text), name, data);
    }

    private String captured(Output inner, TemplateSet innerSet, String name, @Nullable Object data) {
        Output outer = output;
        TemplateSet outerSet = visible;
        output = inner;
        visible = innerSet;
        try {
            call(name, data);
        } finally {
            output = outer;
            visible = outerSet;
        }
        String result = inner.result();
        includedChars += result.length();
        if (includedChars > execution.limits().outputChars()) {
            throw new TemplateException("templates inside templates make more than " + execution.limits().outputChars() + " characters");
        }
        return result;
    }
}
