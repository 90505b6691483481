package dev.plumbline.daemon.config;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.plumbline.daemon.config.yaml.MappingReader;
import dev.plumbline.daemon.config.yaml.Position;
import dev.plumbline.daemon.config.yaml.Problems;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What every section's parser needs: the folder that relative paths start from, the environment, the problems. */
public record LoadContext(Path directory, Map<String, String> env, Problems problems) {
    private static final Pattern ENV = Pattern.compile("\\$\\{env:([^}]*)\\}");

    /** The same for another file, whose folder its relative paths start from. */
    public LoadContext in(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        return new LoadContext(folder == null ? directory : folder, env, problems);
    }

    /** The path under a key, resolved against the file's folder; null when absent or empty. */
    public @Nullable Path path(MappingReader reader, String key) {
        String text = reader.string(key, "");
        return text.isEmpty() ? null : directory.resolve(text).normalize();
    }

    /** A secret under {@code key} or in the file that {@code fileKey} names; both at once are an error. */
    public @Nullable Secret secret(MappingReader reader, String key, String fileKey) {
        String inline = reader.string(key, "");
        Path file = path(reader, fileKey);
        if (!inline.isEmpty() && file != null) {
            reader.error(fileKey, "at most one of " + key + " and " + fileKey + " must be given");
        }
        if (file != null) {
            return Secret.inFile(file);
        }
        return inline.isEmpty() ? null : Secret.of(expandEnv(inline, reader.at(key)));
    }

    /** Replaces <code>${env:NAME}</code>; a name that is not set is an error. */
    public String expandEnv(String text, Position at) {
        if (!text.contains("${env:")) {
            return text;
        }
        Matcher match = ENV.matcher(text);
        var out = new StringBuilder();
        int end = 0;
        while (match.find()) {
            String value = env.get(match.group(1));
            if (value == null) {
                problems.error(at, "the environment has no variable " + match.group(1));
            }
            out.append(text, end, match.start()).append(value == null ? "" : value);
            end = match.end();
        }
        return out.append(text.substring(end)).toString();
    }
}
