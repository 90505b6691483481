package dev.plumbline.daemon.config.canary;

import dev.plumbline.daemon.config.yaml.YamlNode;
import dev.plumbline.model.Quoting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts values for <code>{{args.name}}</code> into a template's texts. What the template itself says is put in as it is, as Argo does.
 * What comes with a question is data: inside of quotes of a query or condition it is escaped, outside of them, and in addresses, it must be of
 * letters that mean nothing there.
 */
final class ArgoArgs {
    static final Pattern PLACE = Pattern.compile("\\{\\{\\s*([^{}]*?)\\s*}}");
    private static final String PREFIX = "args.";
    private static final Pattern WORD = Pattern.compile("-?[A-Za-z0-9_.:]+");
    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9._~:-]+");
    private static final Pattern LINE = Pattern.compile("[A-Za-z0-9._~:@/+ =-]*");
    private static final Set<String> LANGUAGES = Set.of("query", "successCondition", "failureCondition", "start", "end");
    private final Map<String, Value> values;
    private final @Nullable String sample;
    private final List<Wrong> wrong = new ArrayList<>();
    private boolean sampled;

    /** A value, and whether the template's author wrote it. */
    record Value(String text, boolean trusted) {}

    /** A placeholder that cannot be filled. */
    record Wrong(YamlNode at, String message) {}

    /** @param sample what stands for a value that is not known yet, null where all must be */
    ArgoArgs(Map<String, Value> values, @Nullable String sample) {
        this.values = Map.copyOf(values);
        this.sample = sample;
    }

    List<Wrong> wrong() {
        return wrong;
    }

    /** Whether a sample was put in where what it is makes a difference. */
    boolean sampled() {
        return sampled;
    }

    /** Names of all arguments that are used. */
    static Set<String> names(YamlNode node) {
        var names = new TreeSet<String>();
        collect(node, names);
        return names;
    }

    private static void collect(YamlNode node, Set<String> names) {
        switch (node) {
            case YamlNode.Mapping m -> m.entries().forEach(e -> collect(e.value(), names));
            case YamlNode.Sequence s -> s.items().forEach(i -> collect(i, names));
            case YamlNode.Scalar s -> PLACE.matcher(s.text()).results().map(r -> r.group(1)).filter(n -> n.startsWith(PREFIX))
                    .forEach(n -> names.add(n.substring(PREFIX.length())));
        }
    }

    YamlNode fill(YamlNode node) {
        return fill(node, "");
    }

    private YamlNode fill(YamlNode node, String key) {
        return switch (node) {
            case YamlNode.Mapping m -> new YamlNode.Mapping(m.at(), m.entries().stream()
                    .map(e -> new YamlNode.Entry(e.key(), e.at(), fill(e.value(), within(key, e.key())))).toList());
            case YamlNode.Sequence s -> new YamlNode.Sequence(s.at(), s.items().stream().map(i -> fill(i, key)).toList());
            case YamlNode.Scalar s -> s.text().contains("{{") ? new YamlNode.Scalar(s.at(), filled(s, key), s.plain()) : s;
        };
    }

    private static String within(String outer, String key) {
        return outer.equals("jsonBody") || outer.equals("headers") ? outer : key;
    }

    private String filled(YamlNode.Scalar scalar, String key) {
        String text = scalar.text();
        Matcher m = PLACE.matcher(text);
        var out = new StringBuilder();
        var quotes = new Quotes(key.equals("query"));
        int from = 0;
        while (m.find()) {
            String before = text.substring(from, m.start());
            quotes.pass(before);
            String value = value(m.group(1), scalar, key, quotes.open());
            quotes.pass(value);
            out.append(before).append(value);
            from = m.end();
        }
        if (text.indexOf("{{", from) >= 0) {
            wrong.add(new Wrong(scalar, "a placeholder does not end: expected {{args.name}}"));
        }
        return out.append(text.substring(from)).toString();
    }

    private String value(String name, YamlNode.Scalar scalar, String key, char quote) {
        Value value = name.startsWith(PREFIX) ? values.get(name.substring(PREFIX.length())) : null;
        if (value != null) {
            if (value.text.contains("{{")) {
                wrong.add(new Wrong(scalar, name + " has {{ in its value; a value is not filled in again"));
            }
            return value.trusted ? value.text : checked(name, value.text, scalar, new Spot(key, quote));
        }
        if (!name.startsWith(PREFIX)) {
            wrong.add(new Wrong(scalar, "unknown placeholder {{" + name + "}}; expected {{args.name}}"));
        } else if (sample == null) {
            wrong.add(new Wrong(scalar, name + " has no value; add " + name + "="));
        }
        sampled |= quote == ' ';
        return sample == null ? "x" : sampleFor(key, scalar.text().startsWith("{{"), sample);
    }

    private static String sampleFor(String key, boolean begins, String sample) {
        return switch (key) {
            case "interval", "initialDelay", "step" -> "1m";
            case "count" -> "100";
            case "failureLimit", "inconclusiveLimit", "consecutiveErrorLimit", "consecutiveSuccessLimit", "timeoutSeconds", "limit" -> "1";
            case "url" -> begins ? "http://x" : "x";
            case "method" -> "GET";
            default -> sample;
        };
    }

    /** Where a value goes: under which key, and in which kind of quotes, a blank for none. */
    private record Spot(String key, char quote) {
        boolean quoted() {
            return quote != ' ';
        }
    }

    private String checked(String name, String value, YamlNode.Scalar scalar, Spot spot) {
        if (spot.key.equals("jsonBody")) {
            return value;
        }
        boolean language = LANGUAGES.contains(spot.key);
        if (language && spot.quoted()) {
            if (spot.quote == '`' && value.indexOf('`') >= 0) {
                wrong.add(new Wrong(scalar, name + " has a backquote and stands in backquotes, where nothing can be escaped"));
            }
            return escaped(value, spot.quote);
        }
        Pattern allowed = language ? WORD : spot.key.equals("body") || spot.key.equals("headers") ? LINE : ADDRESS;
        if (!allowed.matcher(value).matches()) {
            wrong.add(new Wrong(scalar, name + " is \"" + value + "\"; in " + (spot.key.isEmpty() ? "this place" : spot.key) + ", "
                    + (language ? "outside of quotes, a value from a question has letters, digits and _ . : only, with a - before a number"
                    : allowed == LINE ? "a value from a question has letters, digits, blanks and . _ ~ : @ / + = - only"
                    : "a value from a question has letters, digits and . _ ~ : - only")));
        }
        return value;
    }

    private static String escaped(String value, char quote) {
        if (quote == '`') {
            return value;
        }
        String inQuotes = Quoting.quote(value);
        String inner = inQuotes.substring(1, inQuotes.length() - 1);
        return quote == '"' ? inner : inner.replace("\\\"", "\"").replace("'", "\\'");
    }

    /** Which quotes are open after some text. */
    private static final class Quotes {
        private final boolean comments;
        private char open = ' ';

        Quotes(boolean comments) {
            this.comments = comments;
        }

        char open() {
            return open == '#' ? ' ' : open;
        }

        void pass(String text) {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (open == ' ') {
                    open = c == '"' || c == '\'' || c == '`' || comments && c == '#' ? c : ' ';
                } else if (open == '#') {
                    open = c == '\n' ? ' ' : open;
                } else if (c == '\\' && open != '`') {
                    i++;
                } else if (c == open) {
                    open = ' ';
                }
            }
        }
    }
}
