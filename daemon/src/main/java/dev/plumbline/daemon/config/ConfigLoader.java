package dev.plumbline.daemon.config;

import dev.plumbline.daemon.config.yaml.MappingReader;
import dev.plumbline.daemon.config.yaml.Problems;
import dev.plumbline.daemon.config.yaml.YamlDocument;
import dev.plumbline.daemon.config.yaml.YamlNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a configuration file and what it names. Does all its I/O on the calling thread; holds no state between calls.
 * Missing rule files are what Prometheus makes of them: a warning when the daemon loads, an error of a check.
 */
public final class ConfigLoader {
    private final LoadContext context;
    private final MessageDigest digest;
    private final boolean check;

    private ConfigLoader(LoadContext context, boolean check) {
        this.context = context;
        this.check = check;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Loads for running. {@code env} is what <code>${NAME}</code> and <code>${env:NAME}</code> are looked up in. */
    public static LoadResult load(Path file, Map<String, String> env) {
        return load(file, env, false);
    }

    /** Loads for a check, which is stricter about files that are named and not there. */
    public static LoadResult check(Path file, Map<String, String> env) {
        return load(file, env, true);
    }

    private static LoadResult load(Path file, Map<String, String> env, boolean check) {
        var problems = new Problems();
        Read read = read(file, env, check, problems);
        if (read == null || problems.isFatal()) {
            return new LoadResult.Refused(problems.fatal(), problems.warnings());
        }
        return new LoadResult.Loaded(read.config(), problems.warnings(), read.hash());
    }

    /**
     * What stands in the file, right or wrong: unless {@code problems} is free of errors, it serves only to find the other
     * files, so that their problems are told too.
     *
     * @param hash the SHA-256 over the files read, 64 hexadecimal digits
     */
    public record Read(PlumblineConfig config, String hash) {}

    /** Reads the file and reports to {@code problems}; null when it is no mapping of keys. */
    public static @Nullable Read read(Path file, Map<String, String> env, boolean check, Problems problems) {
        Path directory = file.toAbsolutePath().getParent();
        var context = new LoadContext(directory == null ? Path.of("/") : directory, env, problems);
        return new ConfigLoader(context, check).load(file);
    }

    private @Nullable Read load(Path file) {
        YamlNode root = read(file);
        if (root == null) {
            return null;
        }
        PlumblineConfig config = config(file, MappingReader.of(root, "the configuration", context.problems()));
        return new Read(config, HexFormat.of().formatHex(digest.digest()));
    }

    private @Nullable YamlNode read(Path file) {
        String text = YamlDocument.readText(file, context.problems());
        if (text == null) {
            return null;
        }
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        return YamlDocument.parse(file.toString(), text, context.problems());
    }

    private PlumblineConfig config(Path file, MappingReader root) {
        GlobalSection.Result global = GlobalSection.read(context, root);
        var scrape = new ScrapeSection(global.scrape());
        scrape.read(context, root);
        for (Path included : FilePatterns.read(context, root, "scrape_config_files", check)) {
            include(included, scrape);
        }
        List<Path> rules = FilePatterns.read(context, root, "rule_files", check);
        List<Path> canaries = FilePatterns.read(context, root, "canary_files", true);
        UpstreamConfig upstream = UpstreamSection.read(context, root, global.config());
        StorageConfig storage = StorageSection.read(root);
        var reach = new LocalReach(upstream, storage, root);
        var config = new PlumblineConfig(file.toAbsolutePath(), global.config(), scrape.jobs(), rules, canaries,
                alertmanagerFile(root), AlertingSection.read(context, root), HeartbeatSection.read(context, root),
                storage, AuthSection.read(context, root), RolloutsSection.read(context, root),
                RemoteWriteSection.read(context, root), upstream, TenantsSection.read(root),
                RetentionSection.read(root, reach), GithubSection.read(context, root));
        OtherSections.read(context, root);
        root.finish();
        return config;
    }

    private @Nullable Path alertmanagerFile(MappingReader root) {
        Path file = context.path(root, "alertmanager_config_file");
        if (file != null && !Files.isRegularFile(file)) {
            root.error("alertmanager_config_file", "there is no file " + file);
            return null;
        }
        return file;
    }

    private void include(Path file, ScrapeSection scrape) {
        YamlNode root = read(file);
        if (root != null) {
            MappingReader reader = MappingReader.of(root, "a file of scrape_config_files", context.problems());
            scrape.read(context.in(file), reader);
            reader.finish();
        }
    }
}
