package dev.plumbline.daemon.config;

import dev.plumbline.daemon.config.yaml.Problem;
import java.util.List;

/** What loading gave. Warnings and problems are sorted by file, line and column. */
public sealed interface LoadResult {
    List<Problem> warnings();

    /** A valid configuration; {@code hash} is the SHA-256 over the files read, 64 hexadecimal digits. */
    record Loaded(PlumblineConfig config, List<Problem> warnings, String hash) implements LoadResult {
        public Loaded {
            warnings = List.copyOf(warnings);
        }
    }

    /** At least one error, or something that is not there yet. Nothing of the file may be used. */
    record Refused(List<Problem> problems, List<Problem> warnings) implements LoadResult {
        public Refused {
            problems = List.copyOf(problems);
            warnings = List.copyOf(warnings);
        }
    }
}
