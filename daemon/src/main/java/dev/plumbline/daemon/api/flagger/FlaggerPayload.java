package dev.plumbline.daemon.api.flagger;

import dev.plumbline.daemon.config.yaml.JsonDocument;
import dev.plumbline.daemon.config.yaml.Problems;
import dev.plumbline.daemon.config.yaml.YamlNode;
import dev.plumbline.model.PlumblineException;
import java.util.HashMap;
import java.util.Map;

/**
 * What Flagger posts.
 *
 * @param checksum tells revisions apart; empty from versions that do not send it
 * @param metadata what the hook's configuration says, and of an event eventMessage, eventType and timestamp
 */
record FlaggerPayload(String name, String namespace, String phase, String checksum, Map<String, String> metadata) {
    static final int MAX_LENGTH = 64 << 10;

    FlaggerPayload {
        metadata = Map.copyOf(metadata);
    }

    /** Reads a body; members that are not known do not matter. USER when it is no such payload. */
    static FlaggerPayload parse(String body) {
        if (body.length() > MAX_LENGTH) {
            throw PlumblineException.user("the payload has " + body.length() + " characters, at most " + MAX_LENGTH + " are read");
        }
        var problems = new Problems();
        if (!(JsonDocument.parse("payload", body, problems) instanceof YamlNode.Mapping root) || problems.isFatal()) {
            throw PlumblineException.user("the payload must be a JSON object with name, namespace, phase, checksum and metadata"
                    + (problems.isFatal() ? ": " + problems.fatal().getFirst() : ""));
        }
        Map<String, String> texts = texts(root);
        String name = texts.getOrDefault("name", "");
        if (name.isEmpty()) {
            throw PlumblineException.user("the payload lacks name, the canary's name");
        }
        return new FlaggerPayload(name, texts.getOrDefault("namespace", ""), texts.getOrDefault("phase", ""),
                texts.getOrDefault("checksum", ""), metadata(root));
    }

    private static Map<String, String> metadata(YamlNode.Mapping root) {
        for (YamlNode.Entry entry : root.entries()) {
            if (entry.key().equals("metadata") && entry.value() instanceof YamlNode.Mapping metadata) {
                return texts(metadata);
            }
        }
        return Map.of();
    }

    private static Map<String, String> texts(YamlNode.Mapping mapping) {
        var texts = new HashMap<String, String>();
        for (YamlNode.Entry entry : mapping.entries()) {
            if (entry.value() instanceof YamlNode.Scalar scalar && !scalar.isNull()) {
                texts.put(entry.key(), scalar.text());
            }
        }
        return texts;
    }

    /** A value of the metadata, or the other when it is absent or empty. */
    String metadata(String key, String otherwise) {
        String value = metadata.getOrDefault(key, "");
        return value.isEmpty() ? otherwise : value;
    }
}
