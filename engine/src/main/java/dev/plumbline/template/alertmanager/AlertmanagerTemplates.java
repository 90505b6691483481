package dev.plumbline.template.alertmanager;

import dev.plumbline.template.value.TemplateException;
import dev.plumbline.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All templates of a configuration. Immutable; thread-safe. */
public final class AlertmanagerTemplates {
    private AlertmanagerTemplates(List<TemplateFile> files, Clock clock) {}

    /**
     * Loads the default templates and, over them, the files in order; of two definitions of a name the later one counts.
     *
     * @param clock what {@code now} and {@code since} go by
     * @throws TemplateException for the first file that does not parse, with its path, line and column
     */
    public static AlertmanagerTemplates load(List<TemplateFile> files, Clock clock) {
        return new AlertmanagerTemplates(files, clock);
    }

    /**
     * Checks that a text parses, without running it.
     *
     * @throws TemplateException that says what is wrong and where
     */
    public void check(String template) {
        text(template, null);
    }

    /**
     * The text with its actions carried out.
     *
     * @param data the value of the dot: usually a TemplateObject of fields Receiver, Status, Alerts, …
     * @throws TemplateException when it does not parse or fails, or the result is longer than 1 MiB
     */
    public String text(String template, @Nullable Object data) {
        return template;
    }

    /** The same for HTML: what actions print is escaped for the place where it stands. */
    public String html(String template, @Nullable Object data) {
        return template;
    }
}
