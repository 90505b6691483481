package dev.plumbline.daemon.config.rules;

import dev.plumbline.daemon.config.yaml.MappingReader;
import dev.plumbline.daemon.config.yaml.SourceText;
import dev.plumbline.daemon.config.yaml.YamlNode;
import dev.plumbline.daemon.relabel.NameValidation;
import dev.plumbline.template.prometheus.RuleTemplate;
import dev.plumbline.template.value.TemplateException;
import java.util.Map;

/** Labels, annotations and the places inside texts, of one mapping. */
final class RuleTexts {
    private final SourceText source;
    private final MappingReader r;

    RuleTexts(SourceText source, MappingReader r) {
        this.source = source;
        this.r = r;
    }

    /** The labels under a key; wrong names are reported. */
    Map<String, String> labels(String key) {
        return names(key, "label");
    }

    /** The annotations; wrong names are reported. */
    Map<String, String> annotations() {
        return names("annotations", "annotation");
    }

    private Map<String, String> names(String key, String what) {
        MappingReader m = r.mapping(key);
        Map<String, String> found = r.stringMap(key);
        for (String name : found.keySet()) {
            if (!NameValidation.UTF8.allowsLabel(name) || what.equals("label") && name.equals("__name__")) {
                r.problems().error(m.keyAt(name), "invalid " + what + " name: " + name);
            }
        }
        return found;
    }

    /** Reports the values of a mapping that are no templates; {@code what} is one of them. */
    void checkTemplates(String key, String what) {
        MappingReader m = r.mapping(key);
        for (String name : m.keys()) {
            if (m.node(name) instanceof YamlNode.Scalar scalar) {
                try {
                    RuleTemplate.parse(scalar.text());
                } catch (TemplateException e) {
                    report(scalar, what + " \"" + name + "\": ", String.valueOf(e.getMessage()));
                }
            }
        }
    }

    /** Reports a problem inside a text at the place that its message names. */
    void report(YamlNode.Scalar scalar, String prefix, String message) {
        SourceText.Located located = source.locate(scalar, message);
        r.problems().error(located.at(), prefix + located.message());
    }
}
