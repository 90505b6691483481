package dev.plumbline.daemon.command.backtest;

import dev.plumbline.daemon.command.ClientOptions;
import dev.plumbline.daemon.command.CommandDurations;
import dev.plumbline.daemon.command.DaemonClient;
import dev.plumbline.daemon.command.TerminalProgress;
import dev.plumbline.daemon.config.yaml.Problems;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.time.Clock;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;

/** {@code plumbline backtest}: what policies would have said of releases whose outcome is known. */
@Command(name = "backtest", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Judge past releases of known outcome by one policy or several, and count false alarms, misses and minutes to the verdict. A"
            + " running daemon judges, from the series that it still has; nothing is kept and nobody is told."},
        footerHeading = "Examples:%n",
        footer = {"  plumbline backtest --policy canary.yml releases.yml",
            "  plumbline backtest --policy canary.yml:web --policy new.yml releases.yml",
            "  plumbline backtest --policy new.yml releases.yml --output csv",
            "  plumbline backtest --policy new.yml --from-history 30d --service cart",
            "The file of releases is described in docs/backtest.md."},
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:every release was judged", "3:a file is wrong, the daemon cannot be asked, or a release could not be judged (the others are reported)"})
public final class BacktestCommand implements Callable<Integer> {
    private static final int ERROR = 3;
    private final Clock clock;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ClientOptions options = new ClientOptions();

    @Option(names = "--policy", required = true, paramLabel = "FILE[:NAME]",
            description = "A canary file, whose policies are all tried, or one of its policies. Several may be given; they need not be in force.")
    private List<String> policies = new ArrayList<>();

    @Parameters(arity = "0..1", paramLabel = "RELEASES.yml", description = "The file with the releases and what became of them.")
    private @Nullable Path releasesFile;

    @Option(names = "--from-history", paramLabel = "DURATION", defaultValue = "",
            description = "Instead of a file: what the daemon's gate was asked within this time, such as 30d, as far as its outcome is known.")
    private String history = "";

    @Option(names = "--service", paramLabel = "SERVICE", defaultValue = "", description = "With --from-history: only this service.")
    private String service = "";

    @Option(names = "--output", paramLabel = "table|json|csv", defaultValue = "table", description = "How to print the report (default: ${DEFAULT-VALUE}).")
    private String output = "table";

    public BacktestCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            return run();
        } catch (PlumblineException e) {
            return fail(e.getMessage());
        } catch (IOException | JacksonException e) {
            return fail("plumbline backtest: " + e.getMessage());
        }
    }

    private int run() throws IOException, InterruptedException {
        if (!List.of("table", "json", "csv").contains(output)) {
            return fail("plumbline backtest: --output takes table, json or csv, not \"" + output + "\"");
        }
        List<CandidatePolicy> candidates = CandidatePolicy.read(policies);
        DaemonClient client = options.client();
        ReleaseHistory.Found releases = releases(client);
        if (releases.releases().isEmpty()) {
            return fail("plumbline backtest: there is no release of known outcome: " + String.join("; ", releases.notes()));
        }
        PrintWriter err = spec.commandLine().getErr();
        var progress = new TerminalProgress(err, clock, true);
        Backtest backtest;
        try {
            backtest = Backtest.run(candidates, releases, new PastAnalyses(client, clock), progress);
        } finally {
            progress.end();
        }
        print(new BacktestReport(backtest));
        return backtest.hasErrors() ? ERROR : 0;
    }

    private ReleaseHistory.Found releases(DaemonClient client) throws IOException {
        long now = clock.wallMillis();
        if ((releasesFile == null) == history.isEmpty()) {
            throw PlumblineException.user("plumbline backtest: give either a file of releases or --from-history");
        }
        if (releasesFile != null) {
            var problems = new Problems();
            List<Release> releases = ReleasesFile.read(releasesFile, problems, now);
            if (problems.isFatal()) {
                throw PlumblineException.user(problems.toString());
            }
            return new ReleaseHistory.Found(releases, List.of());
        }
        Long millis = CommandDurations.millis(history);
        if (millis == null || millis <= 0) {
            throw PlumblineException.user("plumbline backtest: --from-history \"" + history + "\" is not a duration; one such as 30d would be");
        }
        return ReleaseHistory.read(client, service, now - millis, now);
    }

    private void print(BacktestReport report) {
        PrintWriter out = spec.commandLine().getOut();
        switch (output) {
            case "json" -> out.println(report.json());
            case "csv" -> report.csv(out);
            default -> report.table(out);
        }
        out.flush();
    }

    private int fail(String message) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(message);
        err.flush();
        return ERROR;
    }
}
