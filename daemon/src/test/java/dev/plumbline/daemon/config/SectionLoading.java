package dev.plumbline.daemon.config;

import dev.plumbline.daemon.config.yaml.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

/** Tests of a section of the configuration: they write a file, and see the section or the problems. */
abstract class SectionLoading {
    private static final String NAME = "plumbline.yml";
    private static final Map<String, String> ENVIRONMENT = Map.of("KEY", "secret");

    @TempDir
    private Path folder;

    LoadResult load(String text) {
        return ConfigLoader.load(write(text), ENVIRONMENT);
    }

    /** As {@link #load}, for a check. */
    LoadResult check(String text) {
        return ConfigLoader.check(write(text), ENVIRONMENT);
    }

    private Path write(String text) {
        try {
            return Files.writeString(folder.resolve(NAME), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static <T extends @Nullable Object> T section(LoadResult result, Function<PlumblineConfig, T> section) {
        return switch (result) {
            case LoadResult.Loaded loaded -> section.apply(loaded.config());
            case LoadResult.Refused refused -> throw new AssertionError(refused.problems());
        };
    }

    /** As {@code plumbline.yml:line:column: message}. */
    static List<String> problems(LoadResult result) {
        return switch (result) {
            case LoadResult.Loaded loaded -> throw new AssertionError("loaded: " + loaded.config());
            case LoadResult.Refused refused -> refused.problems().stream().map(Problem::toString)
                    .map(line -> line.substring(line.lastIndexOf(NAME))).toList();
        };
    }
}
