package dev.plumbline.daemon.kayenta;

import dev.plumbline.analysis.kayenta.MeasuredSeries;
import dev.plumbline.analysis.value.JsonText;
import dev.plumbline.analysis.value.Value;
import dev.plumbline.daemon.config.kayenta.JsonPart;
import dev.plumbline.daemon.queries.Queries;
import dev.plumbline.daemon.queries.QueryLimits;
import dev.plumbline.daemon.queries.QueryListener;
import dev.plumbline.documents.InMemoryDocuments;
import dev.plumbline.documents.Write;
import dev.plumbline.documents.WriteOutcome;
import dev.plumbline.model.Labels;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.promql.Engine;
import dev.plumbline.promql.EngineOptions;
import dev.plumbline.storage.InMemoryStorage;
import dev.plumbline.testkit.fault.ForwardingDocuments;
import dev.plumbline.time.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Kayenta over series of two versions of a shop, four hours of one sample a minute, and over documents that outlive it. The
 * errors of v1 and good are alike; bad has three times as many; quiet has none at all.
 */
final class KayentaWorld {
    static final long START = 1_790_000_040_000L; // a full minute
    static final long MINUTE = 60_000;
    static final Order.Origin BY = new Order.Origin("shop", "pipeline-1", "ann", new Order.Accounts("", "", ""));
    static final String CONFIG = """
            {"name": "shop", "applications": ["shop"], "judge": {"name": "NetflixACAJudge-v1.0", "judgeConfigurations": {}},
             "metrics": [{"name": "errors", "groups": ["web"], "scopeName": "default",
               "query": {"type": "prometheus", "metricName": "errors", "customInlineTemplate": "version=\\"${scope}\\""},
               "analysisConfigurations": {"canary": {"direction": "increase"}}}],
             "classifier": {"groupWeights": {"web": 100}}}""";

    /** Documents that fail when told to. */
    static final class Disk extends ForwardingDocuments {
        volatile boolean full;

        Disk() {
            super(new InMemoryDocuments());
        }

        @Override
        public List<WriteOutcome> write(List<Write> writes) {
            if (full) {
                throw PlumblineException.resource("the disk is full", null);
            }
            return super.write(writes);
        }
    }

    final VirtualTime time = new VirtualTime(START);
    final Disk disk = new Disk();
    final List<String> asked = new ArrayList<>();
    @Nullable PlumblineException failure;
    Kayenta kayenta;
    private final RangeSource source;

    KayentaWorld() {
        var storage = new InMemoryStorage();
        var random = new SplittableRandom(7);
        try (var appender = storage.appender()) {
            for (int minute = -120; minute <= 120; minute++) {
                long at = START + minute * MINUTE;
                appender.append(series("v1"), at, random.nextDouble(9, 11));
                appender.append(series("good"), at, random.nextDouble(9, 11));
                appender.append(series("bad"), at, random.nextDouble(27, 33));
            }
            appender.commit();
        }
        var engine = new Engine(EngineOptions.defaults(), time);
        var governed = new Queries(new QueryLimits(4, 4, 120_000, 0), Runnable::run, time, QueryListener.NONE);
        source = remembering(new GovernedRanges(engine, storage, governed));
        kayenta = begin();
    }

    private static Labels series(String version) {
        return Labels.of("__name__", "errors", "version", version, "zone", "a");
    }

    private RangeSource remembering(RangeSource real) {
        return new RangeSource() {
            @Override
            public void check(String promql) {
                real.check(promql);
            }

            @Override
            public List<MeasuredSeries> range(String promql, long startMillis, long endMillis, long stepMillis) {
                asked.add(promql + " " + (startMillis - START) / MINUTE + ".." + (endMillis - START) / MINUTE + "/" + stepMillis / 1000);
                if (failure != null) {
                    throw failure;
                }
                return real.range(promql, startMillis, endMillis, stepMillis);
            }

            @Override
            public List<String> metricNames(String part, int most) {
                return real.metricNames(part, most);
            }
        };
    }

    private Kayenta begin() {
        var made = new Kayenta(time, new Random(time.wallMillis()), source);
        made.start(disk);
        return made;
    }

    /** As kill -9 and a start: only documents are left. */
    void restart() {
        kayenta.stop();
        kayenta = begin();
    }

    static String at(long minute) {
        return Members.iso(START + minute * MINUTE);
    }

    /** An execution request about minutes after the start. */
    static String request(String version, long fromMinute, long toMinute) {
        String window = "\"start\": \"" + at(fromMinute) + "\", \"end\": \"" + at(toMinute) + "\", \"step\": 60";
        return """
                {"scopes": {"default": {"controlScope": {"scope": "v1", "location": "eu", %s},
                  "experimentScope": {"scope": "%s", "location": "eu", %s}}}, "thresholds": {"pass": 95, "marginal": 75}}""".formatted(window, version, window);
    }

    /** With the configuration in the body. */
    static String adHoc(String config, String request) {
        return "{\"canaryConfig\": " + config + ", \"executionRequest\": " + request + "}";
    }

    String execute(String version, long fromMinute, long toMinute) {
        return kayenta.execute(BY, adHoc(CONFIG, request(version, fromMinute, toMinute)));
    }

    /** The status of an execution. */
    JsonPart execution(String id) {
        return new JsonPart(id, kayenta.execution(id).orElseThrow());
    }

    JsonPart analysis(String id) {
        return new JsonPart(id, kayenta.analysis(id).orElseThrow());
    }

    static JsonPart part(Value value) {
        return new JsonPart("it", value);
    }

    static String text(JsonPart part) {
        return JsonText.write(part.value());
    }
}
