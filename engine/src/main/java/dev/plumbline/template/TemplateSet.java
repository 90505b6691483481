package dev.plumbline.template;

import dev.plumbline.template.parse.Source;
import dev.plumbline.template.parse.TemplateParser;
import dev.plumbline.template.parse.Tree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Templates that can call one another by name. Immutable; thread-safe. */
public final class TemplateSet {
    private final Functions functions;
    private final Map<String, Tree> trees;

    private TemplateSet(Functions functions, Map<String, Tree> trees) {
        this.functions = functions;
        this.trees = trees;
    }

    /** A set without templates, for texts that use these functions. */
    public static TemplateSet of(Functions functions) {
        return new TemplateSet(functions, Map.of());
    }

    /**
     * The same set with what a text defines. Of two definitions of a name the later one counts, unless it is empty.
     *
     * @param name of the text, for messages; its own body gets this name
     * @throws dev.plumbline.template.value.TemplateException for the first mistake, with its place
     */
    public TemplateSet with(String name, String text) {
        return with(name, text, List.of());
    }

    TemplateSet with(String name, String text, List<String> variables) {
        var merged = new HashMap<>(trees);
        TemplateParser.parse(new Source(name, text), functions::has, variables).values().forEach(tree -> {
            Tree known = merged.get(tree.name());
            if (known == null || known.isEmpty() || !tree.isEmpty()) {
                merged.put(tree.name(), tree);
            }
        });
        return new TemplateSet(functions, merged);
    }

    /**
     * A text to be run with the templates of this set.
     *
     * @throws dev.plumbline.template.value.TemplateException for the first mistake, with its place
     */
    public Template parse(String name, String text) {
        return Template.over(this, name, text, List.of());
    }

    /** Whether there is a template of that name. */
    public boolean defines(String name) {
        return trees.containsKey(name);
    }

    Functions functions() {
        return functions;
    }

    @Nullable Tree find(String name) {
        return trees.get(name);
    }
}
