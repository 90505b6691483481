package dev.plumbline.daemon.config.alertmanager;

import dev.plumbline.daemon.config.LoadContext;
import dev.plumbline.daemon.config.yaml.MappingReader;
import dev.plumbline.daemon.config.yaml.YamlNode;
import org.jspecify.annotations.Nullable;

/** What every receiver is read with; {@code texts} collects the templates. */
record Surroundings(LoadContext context, GlobalDefaults global, TemplateTexts texts) {

    /** The template under a key; null when it is absent. */
    @Nullable String template(MappingReader r, String key) {
        texts.add(r.node(key));
        return r.string(key);
    }

    /** The same with a default, which is not checked. */
    String template(MappingReader r, String key, String absent) {
        String text = template(r, key);
        return text == null ? absent : text;
    }

    /** Notes every text of a mapping or list as a template. */
    void templates(@Nullable YamlNode node) {
        switch (node) {
            case null -> { }
            case YamlNode.Mapping mapping -> mapping.entries().forEach(e -> templates(e.value()));
            case YamlNode.Sequence sequence -> sequence.items().forEach(this::templates);
            case YamlNode.Scalar scalar -> texts.add(scalar);
        }
    }
}
