package dev.plumbline.daemon.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
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
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.json.JsonFactory;

/** {@code plumbline notify test}: a marked message through a receiver, on the path that real pages take. */
@Command(name = "test", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Send a marked test message through a receiver of the Alertmanager configuration, on the path that real pages take.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:every integration of the receiver took it", "1:at least one refused it", "2:at least one gave no answer yet",
            "3:error: the daemon cannot be reached, or there is no such receiver"})
final class NotifyTestCommand implements Callable<Integer> {
    private static final int DELIVERED = 0;
    private static final int FAILED = 1;
    private static final int WAITING = 2;
    private static final int ERROR = 3;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ClientOptions options = new ClientOptions();

    @Parameters(paramLabel = "RECEIVER", description = "The receiver's name.")
    private String receiver = "";

    @Option(names = "--output", paramLabel = "text|json", defaultValue = "text", description = "How to print the answer.")
    private String output = "text";

    private record Outcome(String integration, String state, String detail) {}

    @Override
    public Integer call() {
        try {
            var reply = options.client().post("/v1/notify/test", Map.of("receiver", receiver));
            return reply.status() == 200 ? report(reply.body()) : fail(Problems.text(reply));
        } catch (IOException | JacksonException e) {
            return fail(String.valueOf(e.getMessage()));
        }
    }

    private int report(String body) {
        PrintWriter out = spec.commandLine().getOut();
        List<Outcome> outcomes = outcomes(body);
        if (output.equals("json")) {
            out.println(body);
        } else if (outcomes.isEmpty()) {
            out.println("the receiver " + receiver + " has no integration: what is routed to it goes nowhere");
        } else {
            outcomes.forEach(o -> out.println(String.format(Locale.ROOT, "%-9s  %s  %s", o.state, o.integration, o.detail).stripTrailing()));
        }
        out.flush();
        if (outcomes.stream().anyMatch(o -> o.state.equals("failed"))) {
            return FAILED;
        }
        return outcomes.stream().allMatch(o -> o.state.equals("delivered")) ? DELIVERED : WAITING;
    }

    private static List<Outcome> outcomes(String body) {
        var outcomes = new ArrayList<Outcome>();
        try (JsonParser parser = new JsonFactory().createParser(body)) {
            String integration = "";
            String state = "";
            while (parser.nextToken() != null) {
                if (parser.currentToken() != JsonToken.VALUE_STRING) {
                    continue;
                }
                switch (String.valueOf(parser.currentName())) {
                    case "integration" -> integration = parser.getString();
                    case "state" -> state = parser.getString();
                    case "detail" -> outcomes.add(new Outcome(integration, state, parser.getString()));
                    default -> { }
                }
            }
        }
        return outcomes;
    }

    private int fail(String message) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("plumbline notify test: " + message);
        err.flush();
        return ERROR;
    }
}
