package dev.plumbline.daemon.config.yaml;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A configuration as it may be shown: its tree as YAML, without comments, with {@code <secret>} in place of what opens doors:
 * the values of keys that are named like secrets, everything under {@code secrets}, and passwords within URLs.
 */
public final class ShownYaml {
    private static final String SECRET = "<secret>";
    private static final Pattern SECRET_KEY = Pattern.compile(
            "(.*_)?(password|passwords|secret|secrets|credentials|bearer_token|token|api_key|routing_key|service_key|key|access_key|api_url|slack_api_url)");
    private static final Pattern PASSWORD_IN_URL = Pattern.compile("(://[^/@\\s:]*):[^/@\\s]*@");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./][A-Za-z0-9_./+-]*(:[A-Za-z0-9_./+-]+)*");
    private final StringBuilder out = new StringBuilder();

    private ShownYaml() {}

    /** The text; ends with a newline. */
    public static String print(YamlNode root) {
        var shown = new ShownYaml();
        switch (root) {
            case YamlNode.Mapping m when !m.entries().isEmpty() -> shown.mapping(m, 0, false);
            case YamlNode.Sequence s when !s.items().isEmpty() -> shown.sequence(s, 0, false);
            default -> shown.leaf(root, false);
        }
        return shown.out.toString();
    }

    private void mapping(YamlNode.Mapping mapping, int indent, boolean secret) {
        boolean first = true;
        for (YamlNode.Entry entry : mapping.entries()) {
            if (!first || out.isEmpty() || out.charAt(out.length() - 1) == '\n') {
                out.repeat(' ', indent);
            }
            first = false;
            out.append(scalar(entry.key(), true)).append(':');
            value(entry.value(), indent, secret || isSecret(entry.key()));
        }
    }

    private void value(YamlNode value, int indent, boolean secret) {
        switch (value) {
            case YamlNode.Mapping m when !m.entries().isEmpty() -> {
                out.append('\n');
                mapping(m, indent + 2, secret);
            }
            case YamlNode.Sequence s when !s.items().isEmpty() -> {
                out.append('\n');
                sequence(s, indent, secret);
            }
            default -> {
                out.append(' ');
                leaf(value, secret);
            }
        }
    }

    private void sequence(YamlNode.Sequence sequence, int indent, boolean secret) {
        for (YamlNode item : sequence.items()) {
            out.repeat(' ', indent).append('-');
            switch (item) {
                case YamlNode.Mapping m when !m.entries().isEmpty() -> {
                    out.append(' ');
                    mapping(m, indent + 2, secret);
                }
                default -> value(item, indent + 2, secret);
            }
        }
    }

    private void leaf(YamlNode node, boolean secret) {
        out.append(switch (node) {
            case YamlNode.Mapping _ -> "{}";
            case YamlNode.Sequence _ -> "[]";
            case YamlNode.Scalar s -> s.isNull() ? "null" : secret ? SECRET : scalar(masked(s.text()), s.plain());
        }).append('\n');
    }

    private static String masked(String text) {
        return PASSWORD_IN_URL.matcher(text).replaceAll("$1:" + SECRET + "@");
    }

    private static boolean isSecret(String key) {
        return SECRET_KEY.matcher(key.toLowerCase(Locale.ROOT)).matches();
    }

    private static String scalar(String text, boolean plain) {
        if (plain && PLAIN.matcher(text).matches()) {
            return text;
        }
        var quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append(c);
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                case '\r' -> quoted.append("\\r");
                default -> quoted.append(c < ' ' ? String.format("\\x%02x", (int) c) : String.valueOf(c));
            }
        }
        return quoted.append('"').toString();
    }
}
