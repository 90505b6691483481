package dev.plumbline.daemon.kayenta;

import dev.plumbline.analysis.kayenta.RepeatedJudgement;
import dev.plumbline.analysis.kayenta.ScoreThresholds;
import dev.plumbline.analysis.value.Value;
import dev.plumbline.daemon.config.kayenta.JsonPart;
import dev.plumbline.model.PlumblineException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The windows of a standalone analysis: as many as whole intervals fit into its lifetime, each from the beginning (or
 * {@code lookbackMins} back) to its end. The lifetime is {@code lifetimeDurationMins}, or reaches to the first scope's {@code endTimeIso};
 * with the latter {@code beginAfterMins} does not shift them. Pure: the same request begun at the same time has the same plan.
 *
 * @param scopes at least one
 * @param startMillis when the first window's minutes count from, ms since the epoch
 */
record StandalonePlan(List<Side> scopes, ScoreThresholds thresholds, long startMillis, List<RepeatedJudgement.Span> windows) {
    private static final long MAX_LIFETIME_MINUTES = 30L * 24 * 60;
    private static final int MAX_WINDOWS = 200;
    private static final int MAX_SCOPES = 100;
    private static final long MINUTE_MILLIS = 60_000;

    /** A scope as it is asked for, whose windows are put in for each judgement. */
    private record Side(JsonPart part, long stepSeconds) {
        static Side read(JsonPart part) {
            part.at("extendedScopeParams").texts();
            part.at("controlOffsetInMinutes").whole(0);
            return new Side(part, part.at("step").whole(60));
        }

        String name() {
            return part.at("scopeName").text("default");
        }

        Value window(String who, long startMillis, long endMillis) {
            return new Members().known("scope", part.at(who + "Scope").text("")).known("location", part.at(who + "Location").text(""))
                    .text("start", Members.iso(startMillis)).text("end", Members.iso(endMillis)).number("step", stepSeconds)
                    .texts("extendedScopeParams", part.at("extendedScopeParams").texts()).build();
        }
    }

    StandalonePlan {
        scopes = List.copyOf(scopes);
        windows = List.copyOf(windows);
    }

    /**
     * Reads a request.
     *
     * @param nowMillis when it was begun: the start unless the first scope has a {@code startTimeIso}
     */
    static StandalonePlan read(JsonPart request, long nowMillis) {
        List<JsonPart> parts = request.at("scopes").required().elements();
        if (parts.isEmpty() || parts.size() > MAX_SCOPES) {
            throw PlumblineException.user(request.path() + ".scopes has " + parts.size() + " scopes, 1 to " + MAX_SCOPES + " are needed");
        }
        List<Side> scopes = parts.stream().map(Side::read).toList();
        long start = time(parts.getFirst().at("startTimeIso")).orElse(nowMillis);
        OptionalLong end = time(parts.getFirst().at("endTimeIso"));
        ScoreThresholds thresholds = ExecutionRequest.thresholds(request.at("thresholds"));
        return new StandalonePlan(scopes, thresholds, start, windows(request, lifetime(request, start, end), end.isPresent()));
    }

    private static OptionalLong time(JsonPart part) {
        return part.isAbsent() ? OptionalLong.empty() : OptionalLong.of(CanaryScope.time(part));
    }

    private static long lifetime(JsonPart request, long start, OptionalLong end) {
        JsonPart minutes = request.at("lifetimeDurationMins");
        if (end.isEmpty()) {
            minutes.required();
        }
        long lifetime = end.isPresent() ? Math.floorDiv(end.getAsLong() - start, MINUTE_MILLIS) : minutes.whole(0);
        if (lifetime < 1 || lifetime > MAX_LIFETIME_MINUTES) {
            throw PlumblineException.user(request.path() + " lasts " + lifetime + " minutes, by lifetimeDurationMins or from startTimeIso to endTimeIso; 1 to "
                    + MAX_LIFETIME_MINUTES + " are possible");
        }
        return lifetime;
    }

    private static List<RepeatedJudgement.Span> windows(JsonPart request, long lifetime, boolean toItsEnd) {
        long given = request.at("analysisIntervalMins").whole(0);
        long interval = given == 0 || given > lifetime ? lifetime : given;
        if (lifetime / interval > MAX_WINDOWS) {
            throw PlumblineException.user(request.path() + ".analysisIntervalMins is " + interval + ", which makes " + lifetime / interval
                    + " judgements; at most " + MAX_WINDOWS + " are possible");
        }
        long beginAfter = request.at("beginAfterMins").whole(0);
        return new RepeatedJudgement(lifetime, interval, request.at("lookbackMins").whole(0), toItsEnd ? 0 : beginAfter).windows();
    }

    /** @param window from 0 */
    long windowStart(int window) {
        return startMillis + windows.get(window).start() * MINUTE_MILLIS;
    }

    long windowEnd(int window) {
        return startMillis + windows.get(window).end() * MINUTE_MILLIS;
    }

    /** The execution request of one judgement. */
    Value request(int window, Value siteLocal) {
        Map<String, Value> pairs = new TreeMap<>();
        for (Side side : scopes) {
            Duration offset = Duration.ofMinutes(side.part.at("controlOffsetInMinutes").whole(0));
            Value control = side.window("control", control(windowStart(window), offset), control(windowEnd(window), offset));
            Value experiment = side.window("experiment", windowStart(window), windowEnd(window));
            pairs.put(side.name(), new Members().value("controlScope", control).value("experimentScope", experiment).build());
        }
        Value limits = new Members().number("pass", thresholds.pass()).number("marginal", thresholds.marginal()).build();
        return new Members().value("scopes", new Value.Members(pairs)).value("thresholds", limits).known("siteLocal", siteLocal).build();
    }

    private static long control(long millis, Duration offset) {
        return RepeatedJudgement.controlStart(Instant.ofEpochMilli(millis), offset).toEpochMilli();
    }
}
