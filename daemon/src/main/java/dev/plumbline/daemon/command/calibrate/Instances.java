package dev.plumbline.daemon.command.calibrate;

import dev.plumbline.analysis.Window;
import dev.plumbline.daemon.command.DaemonClient;
import dev.plumbline.daemon.command.Problems;
import dev.plumbline.daemon.command.TerminalProgress;
import dev.plumbline.daemon.verdicts.JsonObject;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Finds out which instances have series that a selector matches. */
final class Instances {
    private static final int MILLI_DIGITS = 3;
    private final DaemonClient client;
    private final String selector;
    private final TerminalProgress progress;

    /** @param selector matchers in braces */
    Instances(DaemonClient client, String selector, TerminalProgress progress) {
        this.client = client;
        this.selector = selector;
        this.progress = progress;
    }

    String selector() {
        return selector;
    }

    /**
     * For each window the label's values that are there at its beginning and at its end: who comes or goes in between would make the arms
     * unequal. An instant query at both ends, because lists of series tell of times only roughly.
     *
     * @throws IOException when the daemon cannot be asked, or refuses
     */
    List<Set<String>> throughout(String label, List<Window> windows) throws IOException {
        var found = new ArrayList<Set<String>>();
        for (Window window : windows) {
            progress.counted("looking for instances by " + label, found.size(), windows.size());
            Set<String> values = at(label, window.endMillis());
            if (!values.isEmpty()) {
                values.retainAll(at(label, window.startMillis()));
            }
            found.add(values);
        }
        return found;
    }

    private Set<String> at(String label, long millis) throws IOException {
        var parameters = Map.of("query", "group by (" + label + ") (" + selector + ")", "time", BigDecimal.valueOf(millis, MILLI_DIGITS).toPlainString());
        var reply = client.get("/api/v1/query", parameters);
        if (reply.status() != 200) {
            throw new IOException(Problems.text(reply));
        }
        var values = new TreeSet<String>();
        JsonObject data = JsonObject.read("the daemon's answer", reply.body()).object("data");
        if (data != null) {
            data.objects("result").forEach(element -> {
                JsonObject labels = element.object("metric");
                values.add(labels == null ? "" : labels.text(label));
            });
        }
        values.remove("");
        return values;
    }
}
