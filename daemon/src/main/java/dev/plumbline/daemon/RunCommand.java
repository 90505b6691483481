package dev.plumbline.daemon;

import dev.plumbline.daemon.telemetry.Logging;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.time.SystemTime;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code plumbline run}: the daemon, until a signal ends it. */
@Command(name = "run", mixinStandardHelpOptions = true, sortOptions = false, description = "Run the daemon.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:ended by a signal", "3:could not start; the message says why"})
final class RunCommand implements Callable<Integer> {
    private final SystemTime clock;
    private final RunOptions options = new RunOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private RunCommand(SystemTime clock) {
        this.clock = clock;
    }

    static CommandLine line(SystemTime clock) {
        var command = new RunCommand(clock);
        var line = new CommandLine(command);
        RunFlags.describe(line.getCommandSpec(), command.options);
        return line;
    }

    @Override
    public Integer call() throws InterruptedException {
        return run(options, clock, spec.commandLine().getErr());
    }

    /** Runs the daemon to its end; the exit code. */
    static int run(RunOptions options, SystemTime clock, PrintWriter err) throws InterruptedException {
        try {
            Logging.configure(options.logLevel, options.logFormat);
            Daemon daemon = Daemon.start(RunSettings.of(options), clock);
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(daemon::close));
            daemon.reloadOnHangup();
            HeapGrowth.watch(clock);
            return daemon.awaitEnd();
        } catch (PlumblineException e) {
            err.println("plumbline run: " + e.getMessage());
            return Plumbline.USAGE;
        }
    }
}
