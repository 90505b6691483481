package dev.plumbline.daemon.config.yaml;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads documents into trees. Bounds: 16 MiB of text, 100 levels of nesting, 1,000,000 values after alias expansion. */
public final class YamlDocument {
    /** The largest file that is read, in bytes. */
    public static final long MAX_BYTES = 16L << 20;
    private static final int MAX_DEPTH = 100;
    private static final int MAX_DOCUMENTS = 1_000;

    private YamlDocument() {}

    /**
     * Parses the first document of {@code text}.
     *
     * @return the root, a null scalar for an empty file; or null when the text is not YAML, which has been reported
     */
    public static @Nullable YamlNode parse(String file, String text, Problems problems) {
        List<YamlNode> documents = parse(file, text, problems, false);
        return documents.isEmpty() ? null : documents.getFirst();
    }

    /**
     * Parses all documents of {@code text}, at most {@value #MAX_DOCUMENTS}.
     *
     * @return their roots, one null scalar for an empty file; none when the text is not YAML, which has been reported
     */
    public static List<YamlNode> parseAll(String file, String text, Problems problems) {
        return parse(file, text, problems, true);
    }

    private static List<YamlNode> parse(String file, String text, Problems problems, boolean all) {
        var settings = LoadSettings.builder().setLabel(file).setAllowDuplicateKeys(true).setAllowNonScalarKeys(true)
                .setAllowRecursiveKeys(false).setMaxAliasesForCollections(10_000)
                .setCodePointLimit((int) MAX_BYTES).setUseMarks(true).build();
        try {
            checkDepth(settings, file, text);
            var roots = new ArrayList<YamlNode>();
            var conversion = new NodeConversion(file, problems);
            for (Node document : new Compose(settings).composeAllFromString(text)) {
                if (!all && roots.size() == 1) {
                    problems.warning(at(file, document), "only the first YAML document of the file is used");
                    break;
                }
                if (roots.size() == MAX_DOCUMENTS) {
                    throw new Refused(at(file, document), "the file has more than " + MAX_DOCUMENTS + " YAML documents");
                }
                roots.add(conversion.convert(document));
            }
            return roots.isEmpty() ? List.of(new YamlNode.Scalar(new Position(file, 1, 1), "", true)) : roots;
        } catch (Refused e) {
            problems.error(e.at, e.text);
        } catch (MarkedYamlEngineException e) {
            problems.error(position(file, e), "this is not valid YAML: " + problem(e));
        } catch (YamlEngineException e) {
            problems.error(Position.of(file), "this is not valid YAML: " + e.getMessage());
        }
        return List.of();
    }

    /** Reads and parses a file; its name in messages is the path as given. Null when that failed, which has been reported. */
    public static @Nullable YamlNode read(Path file, Problems problems) {
        String text = readText(file, problems);
        return text == null ? null : parse(file.toString(), text, problems);
    }

    /** The text of a file of at most {@link #MAX_BYTES} of UTF-8; null when it could not be read, which has been reported. */
    public static @Nullable String readText(Path file, Problems problems) {
        var at = Position.of(file.toString());
        try {
            if (Files.size(file) > MAX_BYTES) {
                problems.error(at, "the file is larger than 16 MiB");
                return null;
            }
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            problems.error(at, "there is no such file");
        } catch (CharacterCodingException e) {
            problems.error(at, "the file is not UTF-8 text");
        } catch (IOException e) {
            problems.error(at, "the file cannot be read: " + e);
        }
        return null;
    }

    /** The composer recurses, so nesting is bounded on the event stream, which does not. */
    private static void checkDepth(LoadSettings settings, String file, String text) {
        int depth = 0;
        for (Event event : new Parse(settings).parseString(text)) {
            switch (event.getEventId()) {
                case MappingStart, SequenceStart -> depth++;
                case MappingEnd, SequenceEnd -> depth--;
                case Alias, Comment, DocumentEnd, DocumentStart, Scalar, StreamEnd, StreamStart -> { }
            }
            if (depth > MAX_DEPTH) {
                var at = event.getStartMark().map(m -> new Position(file, m.getLine() + 1, m.getColumn() + 1));
                throw new Refused(at.orElse(Position.of(file)), "values are nested more than " + MAX_DEPTH + " levels deep");
            }
        }
    }

    static Position at(String file, Node node) {
        return node.getStartMark().map(m -> new Position(file, m.getLine() + 1, m.getColumn() + 1))
                .orElse(Position.of(file));
    }

    private static Position position(String file, MarkedYamlEngineException e) {
        return e.getProblemMark().map(m -> new Position(file, m.getLine() + 1, m.getColumn() + 1))
                .orElse(Position.of(file));
    }

    private static String problem(MarkedYamlEngineException e) {
        String context = e.getContext();
        String problem = e.getProblem();
        return context == null || context.isEmpty() ? problem : context + ", " + problem;
    }

    /** A bound that was hit; leaves the conversion at once. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient Position at;
        private final String text;

        Refused(Position at, String text) {
            super(text, null, false, false);
            this.at = at;
            this.text = text;
        }
    }
}
