package dev.plumbline.template.alertmanager;

import dev.plumbline.model.Labels;
import dev.plumbline.model.Quoting;
import dev.plumbline.template.Execution;
import dev.plumbline.template.Functions;
import dev.plumbline.template.Scope;
import dev.plumbline.template.TemplateSet;
import dev.plumbline.template.value.Fields;
import dev.plumbline.template.value.Kind;
import dev.plumbline.template.value.TemplateException;
import dev.plumbline.time.Clock;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All templates of a configuration. Immutable; thread-safe. */
public final class AlertmanagerTemplates {
    private static final List<String> DEFAULTS = List.of("default.tmpl", "email.tmpl");
    private static final String TEXT_NAME = "template";

    private final Functions functions;
    private final TemplateSet set;

    private AlertmanagerTemplates(Functions functions, TemplateSet set) {
        this.functions = functions;
        this.set = set;
    }

    /**
     * Loads the default templates and, over them, the files in order; of two definitions of a name the later one counts.
     *
     * @param clock what {@code now} and {@code since} go by
     * @throws TemplateException for the first file that does not parse, with its path, line and column
     */
    public static AlertmanagerTemplates load(List<TemplateFile> files, Clock clock) {
        Functions functions = AlertmanagerFunctions.with(clock).extend()
                .scoped("routeLabels", 1, 1, (_, _) -> "").build();
        var set = TemplateSet.of(functions);
        for (String name : DEFAULTS) {
            set = set.with(name, resource(name));
        }
        for (TemplateFile file : files) {
            set = set.with(file.path(), file.text());
        }
        return new AlertmanagerTemplates(functions, set);
    }

    private static String resource(String name) {
        try (InputStream in = AlertmanagerTemplates.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a template of that name is defined. */
    public boolean defines(String name) {
        return set.defines(name);
    }

    /**
     * Checks that a text parses, without running it.
     *
     * @throws TemplateException that says what is wrong and where
     */
    public void check(String template) {
        if (template.contains("{{")) {
            set.parse(TEXT_NAME, template);
        }
    }

    /**
     * The text with its actions carried out. Costs nothing when there are none.
     *
     * @param data the value of the dot: usually a TemplateObject of fields Receiver, Status, Alerts, …, whose RouteLabels
     *     are what {@code routeLabels} reads
     * @throws TemplateException when it does not parse or fails, or the result is longer than 1 MiB
     */
    public String text(String template, @Nullable Object data) {
        return template.contains("{{") ? set.parse(TEXT_NAME, template).text(data, execution(data)) : template;
    }

    /** The same for HTML: what actions print is escaped for the place where it stands, and comments are left out. */
    public String html(String template, @Nullable Object data) {
        return template.contains("{{") ? set.parse(TEXT_NAME, template).html(data, execution(data)) : template;
    }

    private Execution execution(@Nullable Object data) {
        var active = new HashSet<String>();
        return Execution.with(functions.extend()
                .scoped("routeLabels", 1, 1, (a, scope) -> routeLabel(a.string(0), data, active, scope)).build());
    }

    /** A label of the route, itself a template over the same data; unknown ones are empty. */
    private static String routeLabel(String name, @Nullable Object data, Set<String> active, Scope scope) {
        String text = lookUp(lookUp(data, "RouteLabels"), name) instanceof String label ? label : "";
        if (!text.contains("{{")) {
            return text;
        }
        if (!active.add(name)) {
            throw new TemplateException("route label " + Quoting.quote(name) + " refers to itself");
        }
        String expanded = scope.expand("route label " + name, text, data);
        active.remove(name);
        return expanded;
    }

    private static @Nullable Object lookUp(@Nullable Object value, String name) {
        return switch (Kind.plain(value)) {
            case Fields fields -> fields.values().get(name);
            case Labels labels -> labels.get(name);
            case Map<?, ?> map -> map.get(name);
            case null, default -> null;
        };
    }
}
