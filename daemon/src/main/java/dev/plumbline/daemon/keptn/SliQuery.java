package dev.plumbline.daemon.keptn;

import dev.plumbline.daemon.config.canary.Template;
import dev.plumbline.model.PlumblineException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The PromQL of an indicator with places such as {@code $SERVICE}. A value may stand only inside of a string and is escaped for it, so that whatever it is, the query
 * around it means the same; {@code $DURATION_SECONDS} stands outside. Immutable.
 */
final class SliQuery {
    static final String DURATION = "DURATION_SECONDS";
    private static final Pattern PLACE = Pattern.compile("\\$(LABEL\\.[A-Za-z0-9_.-]*|[A-Z][A-Z_]+)");
    private static final Pattern OURS = Pattern.compile("\\{\\{(?:args\\.)?([^}]*)}}");
    private final Template template;

    private SliQuery(Template template) {
        this.template = template;
    }

    /**
     * Reads one.
     *
     * @param names that have a value, without the dollar sign
     * @throws PlumblineException of kind USER that says what is wrong with it
     */
    static SliQuery parse(String query, Set<String> names) {
        if (query.contains("{{")) {
            throw PlumblineException.user("{{ has no meaning in an indicator; values are written as $SERVICE");
        }
        try {
            return new SliQuery(Template.parse(translated(query, names), names));
        } catch (Template.TemplateException e) {
            throw PlumblineException.user(OURS.matcher(e.getMessage()).replaceAll(m -> Matcher.quoteReplacement("$" + (m.group(1).equals("window") ? DURATION : m.group(1)))));
        }
    }

    private static String translated(String query, Set<String> names) {
        var text = new StringBuilder();
        int at = 0;
        while (at < query.length()) {
            String name = query.charAt(at) == '$' ? nameAt(query, at + 1, names) : null;
            if (name != null) {
                text.append(name.equals(DURATION) ? "{{window}}" : "{{args." + name + "}}");
                at += name.length() + 1;
            } else {
                requireNoPlace(query, at, names);
                text.append(query.charAt(at++));
            }
        }
        return text.toString();
    }

    /** The longest name that stands there. */
    private static @Nullable String nameAt(String query, int at, Set<String> names) {
        String longest = query.startsWith(DURATION, at) ? DURATION : null;
        for (String name : names) {
            if (query.startsWith(name, at) && (longest == null || name.length() > longest.length())) {
                longest = name;
            }
        }
        return longest;
    }

    private static void requireNoPlace(String query, int at, Set<String> names) {
        Matcher place = PLACE.matcher(query).region(at, query.length());
        if (place.lookingAt()) {
            String known = new TreeSet<>(names).stream().map(n -> "$" + n).collect(Collectors.joining(", "));
            throw PlumblineException.user("there is no value for " + place.group() + "; the request gives " + known + " and $" + DURATION);
        }
    }

    /**
     * The query with every place filled.
     *
     * @throws PlumblineException of kind USER when a value cannot be escaped where it stands
     */
    String render(Map<String, String> values, long seconds) {
        var filled = new HashMap<String, String>();
        values.forEach((name, value) -> filled.put("args." + name, value));
        filled.put("window", seconds + "s");
        try {
            return template.render(filled);
        } catch (IllegalArgumentException e) {
            throw PlumblineException.user(String.valueOf(e.getMessage()));
        }
    }
}
