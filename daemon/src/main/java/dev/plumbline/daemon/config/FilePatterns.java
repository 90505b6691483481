package dev.plumbline.daemon.config;

import com.google.re2j.Pattern;
import dev.plumbline.daemon.config.yaml.MappingReader;
import dev.plumbline.daemon.config.yaml.Position;
import dev.plumbline.daemon.config.yaml.Scalars;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;

/**
 * Paths that may hold a glob ({@code *}, {@code ?}, {@code [a-z]}). At most 10,000 files of one
 * pattern are taken.
 */
public final class FilePatterns {
    private static final Pattern VALID = Pattern.compile("[^*]*(\\*[^/]*)?");
    private static final int MAX_FILES = 10_000;

    private FilePatterns() {}

    /** Whether the pattern has a star only in its last segment. */
    static boolean isValid(String pattern) {
        return VALID.matches(pattern);
    }

    /** Whether the last segment is a glob. */
    static boolean isGlob(Path pattern) {
        Path name = pattern.getFileName();
        return name != null && name.toString().matches(".*[*?\\[].*");
    }

    /** The existing regular files that an absolute pattern names, sorted; a folder that is not there holds none. */
    public static List<Path> expand(Path pattern) throws IOException {
        return expand(pattern, Files::isRegularFile);
    }

    /** Paths of the wanted kind; folders are matched segment by segment. */
    private static List<Path> expand(Path pattern, Predicate<Path> wanted) throws IOException {
        if (!pattern.toString().matches(".*[*?\\[].*")) {
            return wanted.test(pattern) ? List.of(pattern) : List.of();
        }
        Path folder = pattern.toAbsolutePath().getParent();
        Path name = pattern.getFileName();
        if (folder == null || name == null) {
            return List.of();
        }
        var found = new TreeSet<Path>();
        for (Path parent : expand(folder, Files::isDirectory)) {
            matches(parent, name, wanted, found);
        }
        return List.copyOf(found);
    }

    private static void matches(Path folder, Path name, Predicate<Path> wanted, Set<Path> found) throws IOException {
        String glob = name.toString().replace("{", "\\{").replace("}", "\\}");
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, glob)) {
            for (Path file : files) {
                if (wanted.test(file) && found.size() < MAX_FILES) {
                    found.add(file);
                }
            }
        }
    }

    /** All files of a list of patterns. A name without a glob that is not there is an error or, if lenient, a warning. */
    static List<Path> read(LoadContext context, MappingReader reader, String key, boolean missingIsError) {
        var files = new ArrayList<Path>();
        for (var item : reader.items(key)) {
            String text = Scalars.text(item, "an item of " + key, context.problems());
            if (text == null) {
                continue;
            }
            if (text.isEmpty() || !isValid(text)) {
                context.problems().error(item.at(), "\"" + text + "\" is not a valid path for " + key + ": a star may stand only in the last segment");
                continue;
            }
            Path pattern = context.directory().resolve(text).normalize();
            List<Path> found = expandReporting(context, item.at(), pattern);
            if (found.isEmpty() && !isGlob(pattern)) {
                missing(context, item.at(), pattern, missingIsError);
            }
            found.stream().filter(f -> !files.contains(f)).forEach(files::add);
        }
        return files;
    }

    /** The same for patterns with globs in any segment; a name that is not there is a warning. */
    public static List<Path> readAnywhere(LoadContext context, MappingReader reader, String key) {
        var files = new ArrayList<Path>();
        for (var item : reader.items(key)) {
            String text = Scalars.text(item, "an item of " + key, context.problems());
            if (text == null) {
                continue;
            }
            Path pattern = context.directory().resolve(text).normalize();
            List<Path> found = expandReporting(context, item.at(), pattern);
            if (found.isEmpty()) {
                context.problems().warning(item.at(), "there is no file " + pattern);
            }
            found.stream().filter(f -> !files.contains(f)).forEach(files::add);
        }
        return files;
    }

    private static List<Path> expandReporting(LoadContext context, Position at, Path pattern) {
        try {
            return expand(pattern);
        } catch (IOException | PatternSyntaxException e) {
            context.problems().error(at, "the files of " + pattern + " cannot be listed: " + e);
            return List.of();
        }
    }

    private static void missing(LoadContext context, Position at, Path file, boolean error) {
        String message = "there is no file " + file;
        if (error) {
            context.problems().error(at, message);
        } else {
            context.problems().warning(at, message);
        }
    }
}
