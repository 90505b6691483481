package dev.plumbline.daemon;

import dev.plumbline.daemon.command.GateCommand;
import dev.plumbline.daemon.command.NotifyCommand;
import dev.plumbline.daemon.command.QueryCommand;
import dev.plumbline.daemon.command.backtest.BacktestCommand;
import dev.plumbline.daemon.command.calibrate.CalibrateCommand;
import dev.plumbline.time.SystemTime;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;

/** The command {@code plumbline}. */
@Command(name = "plumbline", mixinStandardHelpOptions = true, versionProvider = Plumbline.Version.class,
        description = "Observability and SLO analysis: series, PromQL, and the go or no-go of a release.",
        subcommandsRepeatable = false)
public final class Plumbline {
    /** Exit code for a command line that cannot be read, and for anything that is not an answer. */
    static final int USAGE = 3;

    private static final Set<String> NOT_YET = Set.of("--web.config.file", "--web.route-prefix", "--web.enable-otlp-receiver",
            "--web.console.templates", "--web.console.libraries", "--web.max-connections", "--web.read-timeout", "--web.page-title",
            "--storage.tsdb.wal-compression", "--storage.tsdb.no-lockfile");

    private Plumbline() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] args) {
        var clock = new SystemTime();
        int exit = execute(args, clock);
        clock.close();
        System.exit(exit);
    }

    /** The daemon starts at once when its command line is plainly right; everything else is picocli's. */
    private static int execute(String[] args, SystemTime clock) {
        List<String> words = List.of(args);
        Optional<RunOptions> options = words.isEmpty() || !words.getFirst().equals("run") ? Optional.empty()
                : RunFlags.read(words.subList(1, words.size()));
        if (options.isEmpty()) {
            return commandLine(clock).execute(args);
        }
        var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        try {
            return RunCommand.run(options.get(), clock, err);
        } catch (InterruptedException | RuntimeException e) {
            return failed("run", e, err);
        }
    }

    private static int failed(String command, Exception e, PrintWriter err) {
        err.println("plumbline " + command + ": " + reason(e));
        return USAGE;
    }

    static CommandLine commandLine(SystemTime clock) {
        var line = new CommandLine(new Plumbline());
        line.addSubcommand(RunCommand.line(clock)).addSubcommand(new DemoCommand(clock)).addSubcommand(new TrainCommand(clock))
                .addSubcommand(new CheckCommand()).addSubcommand(ImportCommand.family(clock)).addSubcommand(new GateCommand(clock)).addSubcommand(new QueryCommand())
                .addSubcommand(new BacktestCommand(clock)).addSubcommand(new CalibrateCommand(clock)).addSubcommand(new BackupCommand(clock))
                .addSubcommand(new RestoreCommand(clock)).addSubcommand(new InspectCommand()).addSubcommand(new NotifyCommand());
        line.setParameterExceptionHandler(Plumbline::usage);
        line.setExecutionExceptionHandler((e, command, result) -> failed(command.getCommandName(), e, command.getErr()));
        return line;
    }

    private static String reason(Throwable e) {
        String message = e.getMessage();
        return message == null ? e.toString() : message;
    }

    private static int usage(ParameterException e, String[] args) {
        var err = e.getCommandLine().getErr();
        for (String flag : e instanceof CommandLine.UnmatchedArgumentException u ? u.getUnmatched() : List.<String>of()) {
            if (NOT_YET.contains(flag.replaceFirst("=.*", ""))) {
                err.println("plumbline: " + flag + " is known from Prometheus but not there yet in this version; leave it out");
                return USAGE;
            }
        }
        err.println("plumbline: " + e.getMessage());
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, err)) {
            err.println("\"plumbline " + e.getCommandLine().getCommandName() + " --help\" lists what it takes");
        }
        return USAGE;
    }

    /** The version of this build. */
    static String version() {
        String version = Plumbline.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    /** {@code --version}. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"plumbline " + version() + " (java " + Runtime.version() + ")"};
        }
    }
}
