package dev.plumbline.daemon.kayenta;

import dev.plumbline.daemon.config.kayenta.JsonPart;
import java.util.List;

/**
 * How far something is; times are ms since the epoch.
 *
 * @param startedMillis 0: not started
 * @param endedMillis 0: not ended
 * @param exception why it is terminal or canceled, else empty
 */
record Progress(Status status, long builtMillis, long startedMillis, long endedMillis, String exception) {

    static Progress begun(long nowMillis) {
        return new Progress(Status.RUNNING, nowMillis, nowMillis, 0, "");
    }

    Progress ended(Status how, String why, long nowMillis) {
        return new Progress(how, builtMillis, startedMillis, nowMillis, why);
    }

    /** Adds what is kept of it. */
    void keep(Members members) {
        members.text("status", status.name()).number("built", builtMillis).number("started", startedMillis).number("ended", endedMillis)
                .known("exception", exception);
    }

    static Progress read(JsonPart part) {
        return new Progress(Status.valueOf(part.at("status").text("")), time(part.at("built")), time(part.at("started")), time(part.at("ended")),
                part.at("exception").text(""));
    }

    private static long time(JsonPart part) {
        return (long) part.number().orElse(0);
    }

    /** Adds what status answers say of it. */
    Members show(Members members) {
        members.flag("complete", status.isComplete()).text("status", status.word()).time("buildTime", builtMillis)
                .time("startTime", startedMillis).time("endTime", endedMillis);
        if (!exception.isEmpty()) {
            var details = new Members().text("error", exception).texts("errors", List.of(exception)).build();
            members.value("exception", new Members().value("details", details).build());
        }
        return members;
    }
}
