package dev.plumbline.daemon;

import dev.plumbline.daemon.telemetry.Logging;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.time.SystemTime;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code plumbline run}: the daemon, until a signal ends it. */
@Command(name = "run", mixinStandardHelpOptions = true, sortOptions = false, description = "Run the daemon.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:ended by a signal", "3:could not start; the message says why"})
final class RunCommand implements Callable<Integer> {
    private final SystemTime clock;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private RunOptions options = new RunOptions();

    RunCommand(SystemTime clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            Logging.configure(options.logLevel, options.logFormat);
            Daemon daemon = Daemon.start(RunSettings.of(options), clock);
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(daemon::close));
            daemon.reloadOnHangup();
            return daemon.awaitEnd();
        } catch (PlumblineException e) {
            spec.commandLine().getErr().println("plumbline run: " + e.getMessage());
            return Plumbline.USAGE;
        }
    }
}
