package dev.plumbline.template.prometheus;

import dev.plumbline.template.Execution;
import dev.plumbline.template.Template;
import dev.plumbline.template.value.Fields;
import dev.plumbline.template.value.TemplateException;
import dev.plumbline.template.value.TemplateObject;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The text of a label or annotation of an alerting rule, parsed once. Immutable; thread-safe. */
public final class RuleTemplate {
    private static final String NAME = "template";
    private static final List<String> VARIABLES = List.of("$labels", "$externalLabels", "$externalURL", "$value");

    private final String text;
    /** Null for a text that stands for itself. */
    private final @Nullable Template template;

    private RuleTemplate(String text) {
        this.text = text;
        this.template = text.contains("{{") ? Template.parse(NAME, text, PrometheusFunctions.all(), VARIABLES) : null;
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
        if (template == null) {
            return text;
        }
        Object value = QueryResult.value(context.value(), context.histogram());
        var functions = PrometheusFunctions.bound(PrometheusFunctions.all(), context);
        return template.text(new Dot(context, value), Execution.with(functions,
                Arrays.asList(context.labels(), context.externalLabels(), context.externalUrl(), value)));
    }

    /** What the dot is: {@code .Labels}, {@code .ExternalLabels}, {@code .ExternalURL} and {@code .Value}. */
    private record Dot(RuleTemplateContext context, Object value) implements TemplateObject {
        @Override
        public String typeName() {
            return "template.data";
        }

        @Override
        public Fields underlying() {
            return Fields.of("Labels", context.labels()).and("ExternalLabels", context.externalLabels())
                    .and("ExternalURL", context.externalUrl()).and("Value", value);
        }
    }
}
