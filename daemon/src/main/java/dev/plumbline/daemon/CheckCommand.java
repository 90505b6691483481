package dev.plumbline.daemon;

import java.io.PrintWriter;
import java.nio.file.Path;
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
        spec.commandLine().getOut().println(config + " is valid"
                + (files.warnings().isEmpty() ? "" : ", with " + count(files.warnings().size(), "warning")));
        return lintFatal && !files.warnings().isEmpty() ? Plumbline.USAGE : 0;
    }

    private static String count(int n, String what) {
        return n + " " + what + (n == 1 ? "" : "s");
    }
}
