package dev.plumbline.daemon;

import dev.plumbline.daemon.config.ConfigLoader;
import dev.plumbline.daemon.config.PlumblineConfig;
import dev.plumbline.daemon.config.alertmanager.AlertmanagerConfig;
import dev.plumbline.daemon.config.alertmanager.AlertmanagerLoader;
import dev.plumbline.daemon.config.canary.Beside;
import dev.plumbline.daemon.config.canary.CanaryFiles;
import dev.plumbline.daemon.config.canary.Policies;
import dev.plumbline.daemon.config.canary.PromqlSyntax;
import dev.plumbline.daemon.config.rules.RuleFiles;
import dev.plumbline.daemon.config.yaml.Problem;
import dev.plumbline.daemon.config.yaml.Problems;
import dev.plumbline.daemon.config.yaml.YamlDocument;
import dev.plumbline.promql.parser.ParserOptions;
import dev.plumbline.rules.RuleGroup;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The configuration file and every file it names, read together: all of it, or the list of everything that is wrong.
 *
 * @param config null when there are problems
 * @param policies none when there are problems
 * @param rules the groups of all rule files, in order; none when there are problems
 * @param alertmanager null when there are problems or no such file is named
 * @param problems {@code file:line:column: message}, in order
 * @param warnings likewise; loading goes on
 * @param hash SHA-256 over all files read, templates included, hexadecimal; empty when there are problems
 */
record LoadedFiles(@Nullable PlumblineConfig config, Policies policies, List<RuleGroup> rules,
        @Nullable AlertmanagerConfig alertmanager, List<String> problems, List<String> warnings, String hash) {
    LoadedFiles {
        rules = List.copyOf(rules);
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
    }

    /** Loads for running. {@code language} is what rules may use. */
    static LoadedFiles load(Path file, ParserOptions language) {
        return new Reader(System.getenv(), language).read(file, false);
    }

    /** Loads for a check, which is stricter about files that are named and not there. */
    static LoadedFiles check(Path file) {
        return new Reader(System.getenv(), ParserOptions.STABLE).read(file, true);
    }

    /** One loading: what was read and what was said so far. Used once. */
    private static final class Reader {
        private final Map<String, String> env;
        private final ParserOptions language;
        private final Problems problems = new Problems();
        private final List<String> texts = new ArrayList<>();

        Reader(Map<String, String> env, ParserOptions language) {
            this.env = env;
            this.language = language;
        }

        LoadedFiles read(Path file, boolean check) {
            ConfigLoader.Read read = ConfigLoader.read(file, env, check, problems);
            if (read == null) {
                return refused(List.of());
            }
            texts.add(read.hash());
            PlumblineConfig config = read.config();
            var defaults = new RuleFiles.Defaults(config.global().evaluationIntervalMillis(),
                    config.global().ruleQueryOffsetMillis(), language);
            RuleFiles.Read rules = RuleFiles.load(config.ruleFiles(), defaults, problems);
            texts.addAll(rules.texts());
            AlertmanagerConfig alertmanager = alertmanager(config.alertmanagerFile());
            CanaryFiles.Loaded canaries = canaries(config.canaryFiles());
            var later = new ArrayList<>(canaries.problems().stream().map(Object::toString).toList());
            canaries.policies().unknownReceivers(alertmanager == null ? Set.of() : alertmanager.receivers().keySet())
                    .forEach(unknown -> later.add(file + ":1:1: " + unknown));
            if (problems.isFatal() || !later.isEmpty()) {
                return refused(later);
            }
            var warnings = new ArrayList<>(texts(problems.warnings()));
            canaries.warnings().forEach(w -> warnings.add(w.toString()));
            return new LoadedFiles(config, canaries.policies(), rules.groups(), alertmanager, List.of(), warnings, hash());
        }

        private LoadedFiles refused(List<String> later) {
            var all = new ArrayList<>(texts(problems.fatal()));
            all.addAll(later);
            return new LoadedFiles(null, Policies.NONE, List.of(), null, all, texts(problems.warnings()), "");
        }

        private @Nullable AlertmanagerConfig alertmanager(@Nullable Path file) {
            AlertmanagerLoader.Read read = file == null ? null : AlertmanagerLoader.load(file, env, problems);
            if (read == null) {
                return null;
            }
            texts.addAll(read.texts());
            return read.config();
        }

        private CanaryFiles.Loaded canaries(List<Path> files) {
            var sources = new ArrayList<CanaryFiles.Source>();
            for (Path file : files) {
                String text = YamlDocument.readText(file, problems);
                if (text != null) {
                    texts.add(text);
                    sources.add(new CanaryFiles.Source(file.toString(), text, Beside.of(file, texts::add)));
                }
            }
            return CanaryFiles.load(sources, new PromqlSyntax(language));
        }

        private static List<String> texts(List<Problem> found) {
            return found.stream().map(Problem::toString).toList();
        }

        /** Each text with its length in front, so that moving a line from one file to the next is a change. */
        private String hash() {
            try {
                var digest = MessageDigest.getInstance("SHA-256");
                for (String text : texts) {
                    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                    digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
                    digest.update(bytes);
                }
                return HexFormat.of().formatHex(digest.digest());
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }
    }
}
