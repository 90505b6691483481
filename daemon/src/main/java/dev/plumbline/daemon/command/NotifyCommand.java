package dev.plumbline.daemon.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code plumbline notify}: the family of commands about notifications. */
@Command(name = "notify", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND",
        description = "Try out the ways to people.", subcommands = NotifyTestCommand.class)
public final class NotifyCommand implements Callable<Integer> {
    private static final int USAGE = 3;

    @picocli.CommandLine.Spec
    private picocli.CommandLine.Model.CommandSpec spec = picocli.CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return USAGE;
    }
}
