package dev.plumbline.daemon.relabel;

import dev.plumbline.model.LabelNames;
import java.nio.charset.StandardCharsets;

/** Which names are allowed: any non-empty Unicode text, or the ASCII form of before Prometheus 3. */
public enum NameValidation {
    UTF8("utf8"), LEGACY("legacy");

    private final String key;

    NameValidation(String key) {
        this.key = key;
    }

    /** The word for it in a configuration file. */
    public String key() {
        return key;
    }

    /** Whether {@code name} may be the name of a label. */
    public boolean allowsLabel(String name) {
        return switch (this) {
            case UTF8 -> !name.isEmpty() && StandardCharsets.UTF_8.newEncoder().canEncode(name);
            case LEGACY -> LabelNames.isLegacy(name);
        };
    }
}
