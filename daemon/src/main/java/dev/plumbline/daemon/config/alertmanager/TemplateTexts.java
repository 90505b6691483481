package dev.plumbline.daemon.config.alertmanager;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.plumbline.daemon.config.yaml.Position;
import dev.plumbline.daemon.config.yaml.Problems;
import dev.plumbline.daemon.config.yaml.SourceText;
import dev.plumbline.daemon.config.yaml.YamlNode;
import dev.plumbline.template.alertmanager.AlertmanagerTemplates;
import dev.plumbline.template.alertmanager.TemplateFile;
import dev.plumbline.template.value.TemplateException;
import dev.plumbline.time.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The templates of a configuration, collected while it is read and then parsed, none run: a text that does not parse
 * would otherwise show only when the first page cannot be written.
 */
final class TemplateTexts {
    private static final Pattern IN_FILE = Pattern.compile("(?s)template: .*:([0-9]{1,9}):([0-9]{1,9}): (.*)");
    private final List<YamlNode.Scalar> texts = new ArrayList<>();

    /** Notes a text; anything else is somebody else's problem. */
    void add(@Nullable YamlNode node) {
        if (node instanceof YamlNode.Scalar scalar && scalar.text().contains("{{")) {
            texts.add(scalar);
        }
    }

    /** Reports the texts and files that do not parse; {@code source} is the configuration's. */
    void check(String source, List<AlertmanagerConfig.TemplateFile> files, Problems problems) {
        var clock = new VirtualTime(0); // nothing is run, so no time is told
        for (AlertmanagerConfig.TemplateFile file : files) {
            try {
                AlertmanagerTemplates.load(List.of(new TemplateFile(file.path().toString(), file.text())), clock);
            } catch (TemplateException e) {
                inFile(file.path().toString(), String.valueOf(e.getMessage()), problems);
            }
        }
        if (texts.isEmpty()) {
            return;
        }
        AlertmanagerTemplates templates = AlertmanagerTemplates.load(List.of(), clock);
        var text = new SourceText(source);
        for (YamlNode.Scalar scalar : texts) {
            try {
                templates.check(scalar.text());
            } catch (TemplateException e) {
                SourceText.Located located = text.locate(scalar, String.valueOf(e.getMessage()));
                problems.error(located.at(), "this is not a valid template: " + located.message());
            }
        }
    }

    private static void inFile(String file, String message, Problems problems) {
        Matcher m = IN_FILE.matcher(message);
        if (m.matches()) {
            problems.error(new Position(file, Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2))), m.group(3));
        } else {
            problems.error(Position.of(file), message);
        }
    }
}
