package dev.plumbline.daemon;

import dev.plumbline.time.SystemTime;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code plumbline import}: the family of commands that take over what another program kept. */
@Command(name = "import", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND",
        description = "Take over the history that another program kept.")
final class ImportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** The command with those below it. */
    static CommandLine family(SystemTime clock) {
        return new CommandLine(new ImportCommand()).addSubcommand(new ImportPrometheusCommand(clock));
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return Plumbline.USAGE;
    }
}
