package dev.plumbline.daemon.config.canary;

import dev.plumbline.daemon.config.yaml.SourceText;
import dev.plumbline.daemon.config.yaml.YamlNode;
import dev.plumbline.promql.QueryException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads templates and parses what they become with sample values, so that a mistake shows at load and not in a release. */
final class TemplateReader {
    private static final Pattern POSITION = Pattern.compile("(\\d{1,9}):(\\d{1,9}): (?:parse error: )?(.*)", Pattern.DOTALL);
    private final Notes notes;
    private final QuerySyntax syntax;
    private final Map<String, String> args;

    TemplateReader(Notes notes, QuerySyntax syntax, Map<String, String> args) {
        this.notes = notes;
        this.syntax = syntax;
        this.args = args;
    }

    /** Matchers in braces. */
    Optional<Template> selector(String key, YamlNode.Scalar node) {
        String text = node.text().strip();
        if (!text.startsWith("{") || !text.endsWith("}")) {
            notes.problem(Notes.Place.of(node), key + " must be matchers in braces without a metric's name, for example "
                    + "'{service=\"{{service}}\", version=\"{{version}}\"}'");
            return Optional.empty();
        }
        Optional<Template> template = parse(node, text);
        return template.filter(t -> isPlain(key, node, t)).filter(t -> check(node, t, samples(""), syntax::selector));
    }

    private boolean isPlain(String key, YamlNode.Scalar node, Template template) {
        boolean plain = template.names().stream().noneMatch(Template.SYNTAX::contains);
        if (!plain) {
            notes.problem(Notes.Place.of(node), "{{selector}} and {{window}} have no meaning in " + key);
        }
        return plain;
    }

    /** A query; {@code canary} is empty when it could not be read, and then the query is not parsed. */
    Optional<Template> query(YamlNode.Scalar node, Optional<Template> canary) {
        Optional<Template> template = parse(node, node.text());
        if (canary.isEmpty()) {
            return template;
        }
        String selector = canary.get().render(samples(""));
        return template.filter(t -> check(node, t, samples(selector), syntax::expression));
    }

    private Optional<Template> parse(YamlNode.Scalar node, String text) {
        try {
            return Optional.of(Template.parse(text, args.keySet()));
        } catch (Template.TemplateException e) {
            notes.problem(place(node, e.at()), e.getMessage());
            return Optional.empty();
        }
    }

    private Map<String, String> samples(String selector) {
        var samples = new HashMap<String, String>();
        Template.VALUES.forEach(name -> samples.put(name, "x"));
        args.forEach((name, value) -> samples.put("args." + name, value));
        samples.put("selector", selector);
        samples.put("window", "1m");
        return samples;
    }

    private boolean check(YamlNode.Scalar node, Template template, Map<String, String> samples, Consumer<String> parser) {
        try {
            String rendered = template.render(samples);
            return parses(node, template, samples, rendered, parser);
        } catch (IllegalArgumentException e) {
            notes.problem(Notes.Place.of(node), String.valueOf(e.getMessage()));
            return false;
        }
    }

    private boolean parses(YamlNode.Scalar node, Template template, Map<String, String> samples, String rendered, Consumer<String> parser) {
        try {
            parser.accept(rendered);
            return true;
        } catch (QueryException e) {
            Matcher m = POSITION.matcher(e.getMessage());
            if (m.matches()) {
                int at = SourceText.offset(rendered, Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2)));
                notes.problem(place(node, template.origin(at, samples)), "not valid PromQL: " + m.group(3));
            } else {
                notes.problem(Notes.Place.of(node), "not valid PromQL: " + e.getMessage());
            }
            return false;
        }
    }

    /** Where a character of a scalar stands in the file; where the scalar begins if escapes hide it. */
    private Notes.Place place(YamlNode.Scalar node, int at) {
        return Notes.Place.of(new SourceText(notes.source().text()).at(node, at));
    }
}
