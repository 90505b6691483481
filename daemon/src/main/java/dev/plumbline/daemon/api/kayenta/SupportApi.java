package dev.plumbline.daemon.api.kayenta;

import dev.plumbline.analysis.value.Value;
import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.api.http.Parameters;
import dev.plumbline.daemon.api.http.StoreHandle;
import dev.plumbline.daemon.kayenta.Kayenta;
import java.util.List;
import java.util.Map;

/** What clients and people who write configurations look up: the one account, names of metrics, health. Thread-safe. */
final class SupportApi {
    private static final Value NAME = new Value.Text("plumbline");
    private static final Value TYPE = new Value.Text("prometheus");
    private static final Value NONE = new Value.Items(List.of());
    private final Kayenta kayenta;
    private final StoreHandle store;

    SupportApi(Kayenta kayenta, StoreHandle store) {
        this.kayenta = kayenta;
        this.store = store;
    }

    /** One account that is everything. */
    static Answer credentials() {
        var types = new Value.Items(List.of(new Value.Text("METRICS_STORE"), new Value.Text("OBJECT_STORE"), new Value.Text("CONFIGURATION_STORE")));
        return Replies.json(new Value.Items(List.of(new Value.Members(Map.of("name", NAME, "type", TYPE, "supportedTypes", types,
                "locations", NONE, "recommendedLocations", NONE)))));
    }

    static Answer services() {
        return Replies.json(new Value.Items(List.of(new Value.Members(Map.of("name", NAME, "type", TYPE, "locations", NONE, "recommendedLocations", NONE)))));
    }

    /** {@code filter}: what the names contain, whatever its case. */
    Answer metricNames(Parameters p) {
        return Replies.json(kayenta.metricNames(p.get("filter")));
    }

    Answer health() {
        return store.isReady() ? Replies.status(200, "UP") : Replies.status(503, "OUT_OF_SERVICE");
    }
}
