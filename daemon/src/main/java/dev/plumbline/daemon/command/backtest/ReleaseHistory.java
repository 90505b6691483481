package dev.plumbline.daemon.command.backtest;

import dev.plumbline.daemon.command.CommandTimes;
import dev.plumbline.daemon.command.DaemonClient;
import dev.plumbline.daemon.command.Problems;
import dev.plumbline.daemon.verdicts.JsonObject;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Releases that the daemon's gate was asked about, as far as their outcome is known: what a person decided is believed, a canary that
 * failed after its {@code go} was bad, and one that did not within a day was good. What the judge alone stopped is known to nobody.
 */
final class ReleaseHistory {
    private static final int MAX = 10_000;
    private static final int PAGE = 500;
    private static final long A_DAY_MILLIS = 86_400_000;
    private final long nowMillis;
    private final List<Release> releases = new ArrayList<>();
    private final Map<String, Integer> counts = new LinkedHashMap<>();
    private int seen;

    private ReleaseHistory(long nowMillis) {
        this.nowMillis = nowMillis;
    }

    /** What was found, and sentences that say how outcomes were known and what was left out. */
    record Found(List<Release> releases, List<String> notes) {}

    /**
     * Asks for the analyses that began within a time.
     *
     * @param service empty: all
     * @throws IOException when the daemon cannot be asked, or refuses
     */
    static Found read(DaemonClient client, String service, long fromMillis, long nowMillis) throws IOException {
        var history = new ReleaseHistory(nowMillis);
        String cursor = "";
        do {
            var parameters = Map.of("service", service, "from", Instant.ofEpochMilli(fromMillis).toString(), "limit", "" + PAGE, "cursor", cursor);
            var reply = client.get("/v1/analyses", parameters);
            if (reply.status() != 200) {
                throw new IOException(Problems.text(reply));
            }
            JsonObject page = JsonObject.read("the daemon's answer", reply.body());
            page.objects("analyses").forEach(history::add);
            cursor = page.text("next");
        } while (!cursor.isEmpty() && history.seen < MAX);
        return new Found(history.releases.reversed(), history.notes(!cursor.isEmpty()));
    }

    private void add(JsonObject o) {
        seen++;
        if (!o.text("gate").equals("true")) {
            return;
        }
        Long since = CommandTimes.millis(o.text("since"));
        Long until = CommandTimes.millis(o.text("until"));
        if (since == null || until == null || until > nowMillis) {
            count("left out: not over yet");
            return;
        }
        Boolean bad = outcome(o);
        if (bad == null) {
            return;
        }
        var subject = new Release.Subject(o.text("service"), o.text("version"), o.text("stable"), o.text("revision"), o.text("namespace"), o.text("stage"));
        String name = subject.service() + " " + subject.version() + " stage " + subject.stage() + " " + o.text("since");
        releases.add(new Release(name, subject, since, until, bad, OptionalLong.empty()));
    }

    /** Null where nobody knows. */
    private @Nullable Boolean outcome(JsonObject o) {
        List<JsonObject> decisions = o.objects("decisions");
        String decided = decisions.isEmpty() ? "" : decisions.getLast().text("verdict");
        if (decided.equals("go") || decided.equals("no-go")) {
            boolean bad = decided.equals("no-go");
            count((bad ? "bad" : "good") + ": a person decided so");
            return bad;
        }
        if (o.object("late") != null) {
            count("bad: failed after its go");
            return true;
        }
        Long at = CommandTimes.millis(o.text("decided"));
        if (o.text("verdict").equals("go") && at != null) {
            boolean old = nowMillis - at >= A_DAY_MILLIS;
            count(old ? "good: got a go at least a day ago, and no failure was seen after it" : "left out: got its go less than a day ago");
            return old ? Boolean.FALSE : null;
        }
        count(o.text("state").equals("canceled") ? "left out: canceled" : "left out: " + o.text("verdict") + " by the judge, and nobody said whether it was right");
        return null;
    }

    private void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    private List<String> notes(boolean more) {
        var notes = new ArrayList<String>();
        counts.forEach((what, n) -> notes.add(String.format("%,d %s", n, what)));
        if (counts.isEmpty()) {
            notes.add("the daemon's gate was asked about nothing within that time");
        }
        if (more) {
            notes.add(String.format("only the newest %,d analyses were read", MAX));
        }
        if (!releases.isEmpty()) {
            notes.add("outcomes are taken from the daemon's own history, each stage as a release of its own; they are no better than what was"
                    + " noticed then. Releases that the judge stopped are left out unless a person decided, so the false alarms of the policy that"
                    + " was in force are not counted");
        }
        return notes;
    }
}
