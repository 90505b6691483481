package dev.plumbline.daemon.kayenta;

import dev.plumbline.analysis.value.Value;
import dev.plumbline.daemon.config.kayenta.JsonPart;
import dev.plumbline.daemon.config.kayenta.QueryScope;
import dev.plumbline.model.PlumblineException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;

/**
 * Where and when one side of a metric is measured.
 *
 * @param scope what queries call <code>${scope}</code>
 * @param location what they call <code>${location}</code>
 * @param startMillis inclusive, ms since the epoch
 * @param endMillis after the start
 * @param stepMillis above 0
 * @param parameters further words of queries
 */
record CanaryScope(String scope, String location, long startMillis, long endMillis, long stepMillis, Map<String, String> parameters) {
    private static final long MAX_POINTS = 11_000;
    private static final long DEFAULT_STEP_SECONDS = 60;

    CanaryScope {
        parameters = Map.copyOf(parameters);
    }

    /** Reads {@code controlScope} or {@code experimentScope}; start and end are needed, step is 60 s unless said. */
    static CanaryScope read(JsonPart part) {
        part.required();
        long start = time(part.at("start").required());
        long end = time(part.at("end").required());
        long step = part.at("step").whole(DEFAULT_STEP_SECONDS) * 1000;
        if (end <= start) {
            throw PlumblineException.user(part.path() + ": end " + Instant.ofEpochMilli(end) + " must be after start " + Instant.ofEpochMilli(start));
        }
        if (step == 0 || (end - start) / step > MAX_POINTS || step > end - start) {
            throw PlumblineException.user(part.path() + ".step is " + step / 1000 + " s, which makes " + (step == 0 ? "no" : (end - start) / step)
                    + " points of the window; 1 to " + MAX_POINTS + " are possible");
        }
        String location = part.at("location").text(part.at("region").text("")); // Argo Rollouts calls it region
        return new CanaryScope(part.at("scope").text(""), location, start, end, step, part.at("extendedScopeParams").texts());
    }

    /** A time such as 2026-11-22T10:00:00Z, as ms since the epoch. */
    static long time(JsonPart part) {
        try {
            return Instant.parse(part.text("")).toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            throw PlumblineException.user(part.path() + " is \"" + part.text("") + "\", must be a time such as 2026-11-22T10:00:00Z");
        }
    }

    /** Steps of the window. */
    int points() {
        return (int) ((endMillis - startMillis) / stepMillis);
    }

    /** What its queries are made for. */
    QueryScope words() {
        return new QueryScope(scope, location, parameters);
    }

    Value json() {
        return new Members().known("scope", scope).known("location", location).text("start", Members.iso(startMillis))
                .text("end", Members.iso(endMillis)).number("step", stepMillis / 1000.0).texts("extendedScopeParams", parameters).build();
    }
}
