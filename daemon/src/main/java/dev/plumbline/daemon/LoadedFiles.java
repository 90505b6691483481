package dev.plumbline.daemon;

import dev.plumbline.daemon.config.ConfigLoader;
import dev.plumbline.daemon.config.LoadResult;
import dev.plumbline.daemon.config.PlumblineConfig;
import dev.plumbline.daemon.config.canary.CanaryFiles;
import dev.plumbline.daemon.config.canary.Policies;
import dev.plumbline.daemon.config.canary.PromqlSyntax;
import dev.plumbline.promql.parser.ParserOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The configuration file and every file it names, read together: all of it, or the list of everything that is wrong.
 *
 * @param config null when there are problems
 * @param policies none when there are problems
 * @param problems {@code file:line:column: message}, in order
 * @param warnings likewise; loading goes on
 * @param hash SHA-256 over all files read, hexadecimal; empty when there are problems
 */
record LoadedFiles(@Nullable PlumblineConfig config, Policies policies, List<String> problems, List<String> warnings,
        String hash) {
    LoadedFiles {
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
    }

    /** Loads for running. */
    static LoadedFiles load(Path file) {
        return read(ConfigLoader.load(file, System.getenv()));
    }

    /** Loads for a check, which is stricter about files that are named and not there. */
    static LoadedFiles check(Path file) {
        return read(ConfigLoader.check(file, System.getenv()));
    }

    private static LoadedFiles read(LoadResult result) {
        return switch (result) {
            case LoadResult.Refused refused -> new LoadedFiles(null, Policies.NONE, texts(refused.problems()),
                    texts(refused.warnings()), "");
            case LoadResult.Loaded loaded -> withCanaries(loaded);
        };
    }

    private static LoadedFiles withCanaries(LoadResult.Loaded loaded) {
        var problems = new ArrayList<String>();
        var sources = new ArrayList<CanaryFiles.Source>();
        for (Path file : loaded.config().canaryFiles()) {
            try {
                sources.add(new CanaryFiles.Source(file.toString(), Files.readString(file)));
            } catch (IOException e) {
                problems.add(file + ":1:1: cannot be read as UTF-8 text: " + e);
            }
        }
        var canaries = CanaryFiles.load(sources, new PromqlSyntax(ParserOptions.STABLE));
        problems.addAll(texts(canaries.problems()));
        var warnings = new ArrayList<>(texts(loaded.warnings()));
        canaries.warnings().forEach(w -> warnings.add(w.toString()));
        return problems.isEmpty() ? new LoadedFiles(loaded.config(), canaries.policies(), problems, warnings, hash(loaded, sources))
                : new LoadedFiles(null, Policies.NONE, problems, warnings, "");
    }

    private static List<String> texts(List<?> found) {
        return found.stream().map(Object::toString).toList();
    }

    private static String hash(LoadResult.Loaded loaded, List<CanaryFiles.Source> sources) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(loaded.hash().getBytes(StandardCharsets.UTF_8));
            sources.forEach(s -> digest.update(s.text().getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
