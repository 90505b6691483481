package dev.plumbline.daemon.config.canary;

import dev.plumbline.daemon.config.yaml.Problems;
import dev.plumbline.daemon.config.yaml.YamlDocument;
import dev.plumbline.model.PlumblineException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** How a canary file gets at the files that it names. */
@FunctionalInterface
public interface Beside {

    /** For a text that comes from no folder. */
    Beside NOTHING = path -> {
        throw PlumblineException.user("names the file \"" + path + "\", but this policy comes from no folder; give the configuration itself, from { to }, in its place");
    };

    /**
     * Reads one.
     *
     * @param path as the canary file has it
     * @throws PlumblineException of kind USER, saying why it cannot be read
     */
    CanaryFiles.Source read(String path);

    /**
     * Files named relative to a folder.
     *
     * @param seen is handed every text that was read
     */
    static Beside in(Path folder, Consumer<String> seen) {
        return path -> {
            var problems = new Problems();
            try {
                Path file = folder.resolve(path).normalize();
                String text = YamlDocument.readText(file, problems);
                if (text == null) {
                    throw PlumblineException.user("is \"" + path + "\", which cannot be read: " + problems);
                }
                seen.accept(text);
                return new CanaryFiles.Source(file.toString(), text);
            } catch (InvalidPathException e) {
                throw PlumblineException.user("is \"" + path + "\", which is no path of a file: " + e.getReason(), e);
            }
        };
    }

    /** Files named relative to the folder of this one. */
    static Beside of(Path file, Consumer<String> seen) {
        Path folder = file.toAbsolutePath().getParent();
        return in(folder == null ? file.toAbsolutePath() : folder, seen);
    }
}
