package dev.plumbline.daemon.config.canary;

import com.google.re2j.Pattern;
import dev.plumbline.model.Quoting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * PromQL with places for values: {@code {{name}}}. A value that comes from outside may only stand inside of a string
 * and is escaped for the kind of string it stands in, in a string after {@code =~} or {@code !~} as literal regular-expression text
 * before that; so whatever the value is, the text around it means the same. {@code {{selector}}} and {@code {{window}}} are made
 * by us and stand outside of strings only. Comments are left out. Immutable.
 */
public final class Template {
    /** Made by us, outside of strings only. */
    static final Set<String> SYNTAX = Set.of("selector", "window");
    /** From outside, inside of strings only. */
    static final Set<String> VALUES = Set.of("service", "namespace", "version", "stable", "revision", "stage");
    private static final String ARGS = "args.";

    private final String text;
    private final List<Part> parts;

    /** A run of the template: text as it is, or a place for a value. */
    sealed interface Part {
        int at();

        record Verbatim(int at, String text) implements Part {}

        record Place(int at, String name, Context context) implements Part {}
    }

    /** Where a place stands, which decides how its value is escaped. */
    enum Context { SYNTAX, DOUBLE_QUOTED, SINGLE_QUOTED, BACKQUOTED, REGEX_DOUBLE_QUOTED, REGEX_SINGLE_QUOTED, REGEX_BACKQUOTED }

    /** What is wrong with a template, and the 0-based index of the character where. */
    public static final class TemplateException extends Exception {
        private static final long serialVersionUID = 1;
        private final int at;

        TemplateException(int at, String message) {
            super(message);
            this.at = at;
        }

        public int at() {
            return at;
        }

        /** The message, which the constructor requires. */
        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }

    Template(String text, List<Part> parts) {
        this.text = text;
        this.parts = List.copyOf(parts);
    }

    /**
     * Reads a template.
     *
     * @param args the names that may follow {@code args.}
     * @throws TemplateException for an unknown name, a place that does not end, or one where it must not stand
     */
    public static Template parse(String text, Set<String> args) throws TemplateException {
        var template = new Template(text, new TemplateScanner(text).scan());
        for (Part part : template.parts) {
            if (part instanceof Part.Place place) {
                check(place, args);
            }
        }
        return template;
    }

    private static void check(Part.Place place, Set<String> args) throws TemplateException {
        boolean syntax = SYNTAX.contains(place.name);
        boolean known = syntax || VALUES.contains(place.name) || isArg(place.name) && args.contains(argName(place.name));
        if (!known) {
            throw new TemplateException(place.at, "unknown placeholder {{" + place.name + "}}; known are " + known(args));
        }
        if (syntax != (place.context == Context.SYNTAX)) {
            throw new TemplateException(place.at, "{{" + place.name + "}} must stand "
                    + (syntax ? "outside of quotes" : "inside of quotes, as in version=\"{{version}}\""));
        }
    }

    private static String known(Set<String> args) {
        var names = new TreeSet<>(VALUES);
        names.addAll(SYNTAX);
        args.forEach(a -> names.add(ARGS + a));
        return String.join(", ", names);
    }

    private static boolean isArg(String name) {
        return name.startsWith(ARGS);
    }

    private static String argName(String name) {
        return name.substring(ARGS.length());
    }

    /** The names of the places, as written, such as {@code version} or {@code args.region}. */
    public Set<String> names() {
        var names = new TreeSet<String>();
        parts.forEach(p -> {
            if (p instanceof Part.Place place) {
                names.add(place.name);
            }
        });
        return names;
    }

    /**
     * The text with every place filled.
     *
     * @throws IllegalArgumentException when a value is missing, or has a backquote and stands in backquotes, where nothing
     *     can be escaped
     */
    public String render(Map<String, String> values) {
        var out = new StringBuilder();
        for (Part part : parts) {
            append(out, part, values);
        }
        return out.toString();
    }

    private static void append(StringBuilder out, Part part, Map<String, String> values) {
        switch (part) {
            case Part.Verbatim v -> out.append(v.text);
            case Part.Place p -> {
                String value = values.get(p.name);
                if (value == null) {
                    throw new IllegalArgumentException("no value for {{" + p.name + "}}");
                }
                out.append(escape(value, p));
            }
        }
    }

    /** Where in the template the character at index {@code rendered} of {@link #render}'s result comes from; 0-based. */
    public int origin(int rendered, Map<String, String> values) {
        var out = new StringBuilder();
        for (Part part : parts) {
            int before = out.length();
            append(out, part, values);
            if (out.length() > rendered) {
                return part instanceof Part.Verbatim ? part.at() + rendered - before : part.at();
            }
        }
        return text.length();
    }

    private static String escape(String value, Part.Place place) {
        return switch (place.context) {
            case SYNTAX -> value;
            case DOUBLE_QUOTED -> inQuotes(value);
            case SINGLE_QUOTED -> inSingleQuotes(value);
            case BACKQUOTED -> inBackquotes(value, place.name);
            case REGEX_DOUBLE_QUOTED -> inQuotes(literal(value));
            case REGEX_SINGLE_QUOTED -> inSingleQuotes(literal(value));
            case REGEX_BACKQUOTED -> inBackquotes(literal(value), place.name);
        };
    }

    /** As text that a regular expression matches literally; not {@code \Q…\E}, which not every engine upstream knows. */
    private static String literal(String value) {
        return Pattern.quote(value);
    }

    private static String inQuotes(String value) {
        String quoted = Quoting.quote(value);
        return quoted.substring(1, quoted.length() - 1);
    }

    private static String inSingleQuotes(String value) {
        return inQuotes(value).replace("\\\"", "\"").replace("'", "\\'");
    }

    private static String inBackquotes(String value, String name) {
        if (value.indexOf('`') >= 0) {
            throw new IllegalArgumentException("the value of {{" + name + "}} has a backquote and stands in backquotes, where nothing "
                    + "can be escaped; put the placeholder in double quotes");
        }
        return value;
    }

    @Override
    public String toString() {
        return text;
    }
}
