package dev.plumbline.daemon.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;

/** {@code plumbline query}: an instant query, or a range query when --start, --end and --step are given. */
@Command(name = "query", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Ask a PromQL query and print the answer.",
        exitCodeListHeading = "Exit codes:%n", exitCodeList = {"0:answered", "1:the query failed", "3:the daemon cannot be reached"})
public final class QueryCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ClientOptions options = new ClientOptions();

    @Parameters(paramLabel = "EXPR", description = "The PromQL expression.")
    private String expression = "";

    @Option(names = "--time", paramLabel = "T", defaultValue = "", description = "Evaluation time: float seconds or RFC 3339 (default: now).")
    private String time = "";

    @Option(names = "--start", paramLabel = "T", defaultValue = "", description = "First time of a range query.")
    private String start = "";

    @Option(names = "--end", paramLabel = "T", defaultValue = "", description = "Last time of a range query.")
    private String end = "";

    @Option(names = "--step", paramLabel = "D", defaultValue = "", description = "Step of a range query, such as 30s.")
    private String step = "";

    @Option(names = "--output", paramLabel = "table|json|csv", defaultValue = "table",
            description = "How to print the answer (default: ${DEFAULT-VALUE}).")
    private String output = "table";

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        boolean range = !start.isEmpty() || !end.isEmpty() || !step.isEmpty();
        if (range && (start.isEmpty() || end.isEmpty() || step.isEmpty())) {
            err.println("plumbline query: a range query needs all of --start, --end and --step");
            return 3;
        }
        try {
            var reply = options.client().get(range ? "/api/v1/query_range" : "/api/v1/query", parameters(range));
            if (reply.status() != 200) {
                err.println("plumbline query: " + Problems.text(reply));
                return 1;
            }
            print(reply.body());
            return 0;
        } catch (IOException | JacksonException e) {
            err.println("plumbline query: " + e.getMessage());
            return 3;
        } finally {
            err.flush();
        }
    }

    private Map<String, String> parameters(boolean range) {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("query", expression);
        if (range) {
            parameters.put("start", start);
            parameters.put("end", end);
            parameters.put("step", step);
        } else {
            parameters.put("time", time);
        }
        return parameters;
    }

    private void print(String body) {
        PrintWriter out = spec.commandLine().getOut();
        switch (output) {
            case "json" -> out.println(body);
            case "csv" -> ResultTable.read(body).printCsv(out);
            default -> ResultTable.read(body).print(out, spec.commandLine().getErr());
        }
        out.flush();
    }
}
