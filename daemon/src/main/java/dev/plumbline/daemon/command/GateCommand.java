package dev.plumbline.daemon.command;

import dev.plumbline.time.Clock;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;

/** {@code plumbline gate}: asks for a verdict, waits for it when told so, and says it by its exit code. */
@Command(name = "gate", sortOptions = false,
        description = "Ask for the go or no-go of a release.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:go", "1:no-go", "2:inconclusive, pending, or timed out (0 with --on-inconclusive succeed)",
            "3:error: the daemon cannot be reached, or the question was wrong"})
public final class GateCommand implements Callable<Integer> {
    private static final int GO = 0;
    private static final int NO_GO = 1;
    private static final int INCONCLUSIVE = 2;
    private static final int ERROR = 3;
    private static final long POLL_MILLIS = 1_000;
    private final Clock clock;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ClientOptions options = new ClientOptions();

    // Not the standard help options: they would take --version, which here is the release's.
    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help message and exit.")
    private boolean help;

    @Parameters(paramLabel = "SERVICE", description = "The service that is being released.")
    private String service = "";

    @Option(names = "--version", required = true, paramLabel = "V", description = "The version under judgement.")
    private String version = "";

    @Option(names = "--stable", paramLabel = "V", defaultValue = "", description = "The version it replaces.")
    private String stable = "";

    @Option(names = "--revision", paramLabel = "R", defaultValue = "",
            description = "What tells two deployments of the same version apart.")
    private String revision = "";

    @Option(names = "--stage", paramLabel = "S", defaultValue = "", description = "The stage, by its name (default: the first).")
    private String stage = "";

    @Option(names = "--namespace", paramLabel = "N", defaultValue = "", description = "The service's namespace.")
    private String namespace = "";

    @Option(names = "--policy", paramLabel = "P", defaultValue = "", description = "The policy, when not the best match.")
    private String policy = "";

    @Option(names = "--arg", paramLabel = "NAME=VALUE", description = "An argument of an AnalysisTemplate; may be repeated.")
    private Map<String, String> args = new LinkedHashMap<>();

    @Option(names = "--wait", paramLabel = "DURATION", defaultValue = "0s",
            description = "How long to wait for a verdict, such as 90s or 10m (default: one ask).")
    private String wait = "0s";

    @Option(names = "--on-inconclusive", paramLabel = "fail|succeed", defaultValue = "fail",
            description = "What no verdict means for the exit code (default: ${DEFAULT-VALUE}).")
    private String onInconclusive = "fail";

    @Option(names = "--output", paramLabel = "text|json", defaultValue = "text", description = "How to print the answer.")
    private String output = "text";

    public GateCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws InterruptedException {
        Long waitMillis = CommandDurations.millis(wait);
        if (waitMillis == null) {
            return fail("--wait \"" + wait + "\" is not a duration; one such as 90s, 10m or 1h30m would be");
        }
        if (!onInconclusive.equals("fail") && !onInconclusive.equals("succeed")) {
            return fail("--on-inconclusive takes fail or succeed, not \"" + onInconclusive + "\"");
        }
        try {
            return poll(waitMillis);
        } catch (IOException | JacksonException e) {
            return fail(String.valueOf(e.getMessage()));
        }
    }

    private int poll(long waitMillis) throws IOException, InterruptedException {
        DaemonClient client = options.client();
        long deadline = clock.monotonicNanos() + waitMillis * 1_000_000;
        while (true) {
            var reply = client.get("/v1/gate/" + DaemonClient.encode(service), question());
            if (reply.status() != 200) {
                return fail(Problems.text(reply));
            }
            Map<String, String> answer = FlatJson.read(reply.body());
            String verdict = answer.getOrDefault("verdict", "");
            boolean waits = verdict.equals("pending") && clock.monotonicNanos() < deadline;
            if (!waits) {
                return report(verdict, answer, reply.body());
            }
            clock.sleep(Math.min(POLL_MILLIS, Math.max(1, (deadline - clock.monotonicNanos()) / 1_000_000)));
        }
    }

    private Map<String, String> question() {
        var question = new LinkedHashMap<String, String>();
        question.put("version", version);
        question.put("stable", stable);
        question.put("revision", revision);
        question.put("stage", stage);
        question.put("namespace", namespace);
        question.put("policy", policy);
        args.forEach((name, value) -> question.put("args." + name, value));
        return question;
    }

    private int report(String verdict, Map<String, String> answer, String body) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(output.equals("json") ? body
                : verdict.toUpperCase(Locale.ROOT) + "  " + answer.getOrDefault("reason", ""));
        out.flush();
        return switch (verdict) {
            case "go" -> GO;
            case "no-go" -> NO_GO;
            default -> onInconclusive.equals("succeed") ? GO : INCONCLUSIVE;
        };
    }

    private int fail(String message) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("plumbline gate: " + message);
        err.flush();
        return ERROR;
    }
}
