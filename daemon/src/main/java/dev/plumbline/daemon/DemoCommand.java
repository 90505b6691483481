package dev.plumbline.daemon;

import dev.plumbline.daemon.command.CommandDurations;
import dev.plumbline.daemon.telemetry.Logging;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.time.SystemTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sun.misc.Signal;

/** {@code plumbline demo}: the daemon beside a small shop, and the main job in a few plain lines. */
@Command(name = "demo", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Run the daemon beside a small built-in fleet: the services of a shop for several tenants, one with a"
            + " good canary, one with a bad one. Ports are free ones; nothing is left behind."},
        exitCodeListHeading = "Exit codes:%n", exitCodeList = {"0:ended as asked", "1:no verdict came, or the wrong one, or the alert was not seen to its end", "3:could not start"})
final class DemoCommand implements Callable<Integer> {
    private final SystemTime clock;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--for", paramLabel = "DURATION", defaultValue = "",
            description = "How long to run, such as 90s (default: until Ctrl-C).")
    private String duration = "";

    DemoCommand(SystemTime clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws InterruptedException {
        Long millis = duration.isEmpty() ? Long.valueOf(Long.MAX_VALUE / 2_000_000) : CommandDurations.millis(duration);
        if (millis == null) {
            spec.commandLine().getErr().println("plumbline demo: --for \"" + duration
                    + "\" is not a duration; one such as 90s or 5m would be");
            return Plumbline.USAGE;
        }
        Logging.configure("error", "text");
        try (var demo = new Demo(clock, spec.commandLine().getOut())) {
            for (String signal : new String[] {"INT", "TERM"}) {
                Signal.handle(new Signal(signal), received -> demo.stop());
            }
            return demo.run(millis) ? 0 : 1;
        } catch (PlumblineException | IOException | UncheckedIOException e) {
            spec.commandLine().getErr().println("plumbline demo: " + e.getMessage());
            return Plumbline.USAGE;
        }
    }
}
