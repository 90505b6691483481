package dev.plumbline.daemon.config.alertmanager;

import dev.plumbline.daemon.config.FilePatterns;
import dev.plumbline.daemon.config.LoadContext;
import dev.plumbline.daemon.config.alertmanager.AlertmanagerConfig.TemplateFile;
import dev.plumbline.daemon.config.yaml.MappingReader;
import dev.plumbline.daemon.config.yaml.Problems;
import dev.plumbline.daemon.config.yaml.YamlDocument;
import dev.plumbline.daemon.config.yaml.YamlNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Loads an Alertmanager configuration. Does all its I/O on the calling thread; holds no state. */
public final class AlertmanagerLoader {
    private AlertmanagerLoader() {}

    /**
     * What a file says; to be used only when {@code problems} has no errors afterwards.
     *
     * @param texts what was read, in order: the file and its templates
     */
    public record Read(AlertmanagerConfig config, List<String> texts) {
        public Read {
            texts = List.copyOf(texts);
        }
    }

    /**
     * Reads a file and its templates and reports everything that is wrong with them.
     *
     * @param env what <code>${env:NAME}</code> in secrets is looked up in
     * @return null when the file cannot be read or is not YAML
     */
    public static @Nullable Read load(Path file, Map<String, String> env, Problems problems) {
        String text = YamlDocument.readText(file, problems);
        return text == null ? null : parse(file, text, env, problems);
    }

    /** The same for a text; relative paths in it start from the folder of {@code file}, which need not exist. */
    public static @Nullable Read parse(Path file, String text, Map<String, String> env, Problems problems) {
        Path folder = file.toAbsolutePath().getParent();
        var context = new LoadContext(folder == null ? Path.of("/") : folder, env, problems);
        YamlNode node = YamlDocument.parse(file.toString(), text, problems);
        if (node == null) {
            return null;
        }
        MappingReader root = MappingReader.of(node, "the Alertmanager configuration", problems);
        if (!(node instanceof YamlNode.Mapping) && !node.isNull()) {
            return null; // more would only follow from it
        }
        var templates = new TemplateTexts();
        AlertmanagerConfig config = config(context, file, root, templates);
        templates.check(text, config.templates(), problems);
        var texts = new ArrayList<>(List.of(text));
        config.templates().forEach(t -> texts.add(t.text()));
        return new Read(config, texts);
    }

    private static AlertmanagerConfig config(LoadContext context, Path file, MappingReader root, TemplateTexts texts) {
        GlobalDefaults global = GlobalDefaults.read(context, root);
        Map<String, TimeInterval> intervals = TimeIntervals.read(root);
        Map<String, Receiver> receivers = new ReceiversReader(new Surroundings(context, global, texts)).read(root);
        Route route = new RouteReader(receivers.keySet(), intervals.keySet(), texts).read(root);
        List<InhibitRule> inhibitRules = InhibitRules.read(root);
        for (String key : List.of("tracing", "event_recorder")) {
            if (root.node(key) instanceof YamlNode.Mapping section && !section.entries().isEmpty()) {
                root.problems().notYet(root.keyAt(key), "the key \"" + key + "\"");
            }
        }
        List<TemplateFile> templates = templates(context, root);
        root.finish();
        return new AlertmanagerConfig(file.toAbsolutePath(), global.resolveTimeoutMillis(), templates, route, receivers,
                inhibitRules, intervals);
    }

    private static List<TemplateFile> templates(LoadContext context, MappingReader root) {
        var templates = new ArrayList<TemplateFile>();
        for (Path path : FilePatterns.readAnywhere(context, root, "templates")) {
            String text = YamlDocument.readText(path, root.problems());
            if (text != null) {
                templates.add(new TemplateFile(path, text));
            }
        }
        return templates;
    }
}
