package dev.plumbline.daemon.config.canary;

import dev.plumbline.daemon.config.yaml.JsonDocument;
import dev.plumbline.daemon.config.yaml.Problems;
import dev.plumbline.daemon.config.yaml.YamlNode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Kayenta canary configuration as a policy got it. Equal where what is said is equal, wherever it was read.
 *
 * @param json all of it, compact, names sorted
 */
public final class KayentaConfiguration {
    /** What messages about a configuration call it as a whole. */
    static final String ROOT = "canaryConfig";
    private static final Pattern LINE = Pattern.compile(" at line (\\d{1,9}), column (\\d{1,9})");
    private static final Pattern PATH = Pattern.compile("(?:canaryConfig\\.|canary configuration: )?((?:[A-Za-z]\\w*(?:\\[\\d+])?\\.?)+)");
    private static final Pattern STEP = Pattern.compile("([A-Za-z]\\w*)(?:\\[(\\d{1,6})])?");
    private final CanaryFiles.Source source;
    private final String json;
    private final Notes.Place named;

    /**
     * One that was read.
     *
     * @param source where it comes from; without a file it stood in the policy
     * @param named where the policy names it
     */
    KayentaConfiguration(CanaryFiles.Source source, String json, Notes.Place named) {
        this.source = source;
        this.json = json;
        this.named = named;
    }

    public String json() {
        return json;
    }

    /** A problem at its place in the configuration's file, as far as the message names one; at the policy where it stands there. */
    void problem(Notes notes, String message) {
        at(notes).problem(place(message), message);
    }

    void warning(Notes notes, String message) {
        at(notes).warning(place(message), message);
    }

    private Notes at(Notes notes) {
        return source.file().isEmpty() ? notes : new Notes(source, notes.problems(), notes.warnings());
    }

    private Notes.Place place(String message) {
        if (source.file().isEmpty()) {
            return named;
        }
        Matcher line = LINE.matcher(message);
        if (line.find()) {
            return new Notes.Place(Integer.parseInt(line.group(1)), Integer.parseInt(line.group(2)));
        }
        Matcher path = PATH.matcher(message);
        YamlNode root = JsonDocument.parse(source.file(), source.text(), new Problems());
        return root == null || !path.lookingAt() ? new Notes.Place(1, 1) : deepest(root, path.group(1));
    }

    /** The place that a path leads to, as far as it leads. */
    private static Notes.Place deepest(YamlNode root, String path) {
        YamlNode at = root;
        Matcher step = STEP.matcher(path);
        while (step.find()) {
            Optional<YamlNode> next = child(at, step.group(1), step.group(2));
            if (next.isEmpty()) {
                break;
            }
            at = next.get();
        }
        return Notes.Place.of(at);
    }

    private static Optional<YamlNode> child(YamlNode at, String name, @Nullable String index) {
        Optional<YamlNode> named = at instanceof YamlNode.Mapping m
                ? m.entries().stream().filter(e -> e.key().equals(name)).map(YamlNode.Entry::value).findFirst() : Optional.empty();
        if (index == null || named.isEmpty()) {
            return named;
        }
        int i = Integer.parseInt(index);
        return named.get() instanceof YamlNode.Sequence s && i < s.items().size() ? Optional.of(s.items().get(i)) : named;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KayentaConfiguration c && c.json.equals(json);
    }

    @Override
    public int hashCode() {
        return json.hashCode();
    }

    @Override
    public String toString() {
        return json;
    }
}
