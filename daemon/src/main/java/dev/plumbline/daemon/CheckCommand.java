package dev.plumbline.daemon;

import dev.plumbline.daemon.config.alertmanager.AlertmanagerConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code plumbline check}: reads a configuration and every file it names, and prints all problems at once. */
@Command(name = "check", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Check a configuration and every file it names; print all problems as file:line:column: message.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:valid, perhaps with warnings", "1:at least one problem", "3:warnings, with --lint-fatal"})
final class CheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = {"--config", "--config.file"}, required = true, paramLabel = "FILE", description = "The configuration file.")
    private Path config = Path.of("plumbline.yml");

    @Option(names = "--lint-fatal", description = "Exit with 3 when there are warnings.")
    private boolean lintFatal;

    @Override
    public Integer call() {
        LoadedFiles files = LoadedFiles.check(config);
        PrintWriter err = spec.commandLine().getErr();
        files.problems().forEach(err::println);
        files.warnings().forEach(err::println);
        if (!files.problems().isEmpty()) {
            err.println(config + ": " + count(files.problems().size(), "problem") + " found");
            return 1;
        }
        spec.commandLine().getOut().println(config + " is valid: " + summary(files)
                + (files.warnings().isEmpty() ? "" : ", with " + count(files.warnings().size(), "warning")));
        return lintFatal && !files.warnings().isEmpty() ? Plumbline.USAGE : 0;
    }

    private static String summary(LoadedFiles files) {
        var parts = new ArrayList<String>();
        parts.add(count(Objects.requireNonNull(files.config()).scrapeConfigs().size(), "scrape job"));
        int rules = files.rules().stream().mapToInt(g -> g.rules().size()).sum();
        parts.add(count(rules, "rule") + " in " + count(files.rules().size(), "group"));
        AlertmanagerConfig alertmanager = files.alertmanager();
        if (alertmanager != null) {
            parts.add(count(alertmanager.receivers().size(), "receiver"));
            parts.add(count(alertmanager.route().size(), "route"));
        }
        parts.add(count(files.policies().all().size(), "canary policy").replace("policys", "policies"));
        return String.join(", ", parts);
    }

    private static String count(int n, String what) {
        return n + " " + what + (n == 1 ? "" : "s");
    }
}
