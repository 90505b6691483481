package dev.plumbline.daemon.command.calibrate;

import dev.plumbline.analysis.Window;
import dev.plumbline.analysis.calibration.PastWindows;
import dev.plumbline.daemon.command.ClientOptions;
import dev.plumbline.daemon.command.CommandDurations;
import dev.plumbline.daemon.command.CommandTimes;
import dev.plumbline.daemon.command.DaemonClient;
import dev.plumbline.daemon.command.TerminalProgress;
import dev.plumbline.daemon.command.backtest.CandidatePolicy;
import dev.plumbline.daemon.command.backtest.PastAnalyses;
import dev.plumbline.daemon.command.backtest.Release;
import dev.plumbline.daemon.config.yaml.Durations;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.time.Clock;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;

/** {@code plumbline calibrate}: how often a policy raises a false alarm when equals are compared, and which margins would not. */
@Command(name = "calibrate", sortOptions = false,
        description = {"Compare the instances of a stable version with each other by a policy, over windows of the past: every no-go is a false alarm. Says"
            + " how often that is, by which metrics, and which margins would have been wide enough. A running daemon judges, nothing is kept."},
        footerHeading = "Examples:%n",
        footer = {"  plumbline calibrate --policy canary.yml:web cart --version 2.4.0",
            "  plumbline calibrate --policy new.yml cart --version 2.4.0 --over 14d",
            "  plumbline calibrate --policy new.yml cart --version 2.4.0 --by instance",
            "What the figures mean is in docs/backtest.md."},
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:all windows were judged", "3:the policy is wrong, the daemon cannot be asked, or there are not two instances to compare"})
public final class CalibrateCommand implements Callable<Integer> {
    private static final int ERROR = 3;
    private static final int USUAL_WINDOWS = 50;
    /** What comes late is waited for. */
    private static final long SETTLED_MILLIS = 120_000;
    private final Clock clock;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ClientOptions options = new ClientOptions();

    // Not the standard help options: they would take --version, which here is the service's.
    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help message and exit.")
    private boolean help;

    @Parameters(paramLabel = "SERVICE", description = "The service whose instances are compared.")
    private String service = "";

    @Option(names = "--version", required = true, paramLabel = "V", description = "The stable version, which ran alone during the time.")
    private String version = "";

    @Option(names = "--policy", required = true, paramLabel = "FILE[:NAME]", description = "The policy, of a canary file; it need not be in force.")
    private String policy = "";

    @Option(names = "--stage", paramLabel = "S", defaultValue = "", description = "The policy's stage, whose time is a window's length (default: the first).")
    private String stage = "";

    @Option(names = "--namespace", paramLabel = "N", defaultValue = "", description = "The service's namespace (default: the policy's).")
    private String namespace = "";

    @Option(names = "--revision", paramLabel = "R", defaultValue = "", description = "The revision, where the policy's selectors use it.")
    private String revision = "";

    @Option(names = "--over", paramLabel = "DURATION", defaultValue = "7d", description = "How far back windows may lie (default: ${DEFAULT-VALUE}).")
    private String over = "7d";

    @Option(names = "--end", paramLabel = "TIME", defaultValue = "",
            description = "Where the time that windows lie in ends: RFC 3339 or seconds since the epoch (default: two minutes ago).")
    private String end = "";

    @Option(names = "--windows", paramLabel = "N", defaultValue = "0",
            description = "How many windows, at most 1,000, none overlapping another (default: 50, or as many as fit).")
    private int windows;

    @Option(names = "--by", paramLabel = "LABEL", defaultValue = "",
            description = "The label that tells instances apart (default: pod, else instance).")
    private String by = "";

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "The same seed makes the same arms, and the same windows before the same --end (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--alpha", paramLabel = "SHARE", defaultValue = "0.05",
            description = "The share of false alarms that suggested margins aim at (default: ${DEFAULT-VALUE}).")
    private double alpha;

    @Option(names = "--no-margins", description = "Suggest no margins: every window is judged once instead of several times.")
    private boolean noMargins;

    @Option(names = "--output", paramLabel = "table|json", defaultValue = "table", description = "How to print the report (default: ${DEFAULT-VALUE}).")
    private String output = "table";

    public CalibrateCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            check();
            return run();
        } catch (IOException | PlumblineException | JacksonException e) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("plumbline calibrate: " + e.getMessage());
            err.flush();
            return ERROR;
        }
    }

    private void check() {
        require(List.of("table", "json").contains(output), "--output takes table or json, not \"" + output + "\"");
        require(alpha > 0 && alpha < 1, "--alpha is above 0 and below 1, such as 0.05");
        require(windows >= 0 && windows <= PastWindows.MAX, "--windows is from 1 to " + PastWindows.MAX);
        require(by.isEmpty() || by.matches("[a-zA-Z_][a-zA-Z0-9_]*"), "--by \"" + by + "\" is not a label's name");
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw PlumblineException.user(message);
        }
    }

    private int run() throws IOException, InterruptedException {
        List<CandidatePolicy> candidates = CandidatePolicy.read(List.of(policy));
        require(candidates.size() == 1, policy + " has several policies; say which, as FILE:NAME");
        CandidatePolicy candidate = candidates.getFirst();
        var subject = new Release.Subject(service, version, version, revision, namespace.isEmpty() ? candidate.policy().match().namespace() : namespace, stage);
        var aa = new AaPolicy(candidate, subject);
        DaemonClient client = options.client();
        // One generator for the windows and one for the arms: more windows do not change how instances are shuffled.
        var random = new SplittableRandom(seed);
        List<Window> chosen = windows(aa.stage().atMostMillis(), random.split());
        var progress = new TerminalProgress(spec.commandLine().getErr(), clock, true);
        Calibration found;
        try {
            AaPlan plan = AaPlan.find(new Instances(client, aa.selector(), progress), by.isEmpty() ? List.of("pod", "instance") : List.of(by), chosen,
                    random.split());
            found = new Calibration.Runner(aa, plan, new PastAnalyses(client, clock), progress).run(!noMargins, alpha);
        } finally {
            progress.end();
        }
        print(new CalibrationReport(new CalibrationReport.Heading(service, version, candidate.label(), seed, alpha), aa, found));
        return 0;
    }

    private List<Window> windows(long lengthMillis, SplittableRandom random) {
        Long overMillis = CommandDurations.millis(over);
        if (overMillis == null || overMillis <= 0) {
            throw PlumblineException.user("--over \"" + over + "\" is not a duration; one such as 7d would be");
        }
        long endMillis = endMillis();
        var all = new Window(endMillis - overMillis, endMillis);
        int fitting = PastWindows.fitting(all, lengthMillis);
        int count = windows == 0 ? Math.min(USUAL_WINDOWS, fitting) : windows;
        require(count >= 1 && count <= fitting, "into " + over + " fit " + fitting + " windows of " + Durations.format(lengthMillis)
                + ", the stage's time, that do not overlap; make --over longer" + (fitting > 0 ? " or --windows smaller" : ""));
        return PastWindows.choose(all, lengthMillis, count, random);
    }

    private long endMillis() {
        Long given = end.isEmpty() ? Long.valueOf(clock.wallMillis() - SETTLED_MILLIS) : CommandTimes.millis(end);
        if (given == null || given > clock.wallMillis()) {
            throw PlumblineException.user("--end is \"" + end + "\", must be a time in the past such as 2026-11-21T10:00:00Z, or seconds since the epoch");
        }
        return given;
    }

    private void print(CalibrationReport report) {
        PrintWriter out = spec.commandLine().getOut();
        if (output.equals("json")) {
            out.println(report.json());
        } else {
            report.table(out);
        }
        out.flush();
    }
}
