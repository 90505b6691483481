package dev.plumbline.daemon.config;

import dev.plumbline.daemon.config.UpstreamConfig.OnError;
import dev.plumbline.daemon.config.yaml.MappingReader;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the section upstream. */
final class UpstreamSection {
    private static final Map<String, OnError> ON_ERROR = Map.of("fail", OnError.FAIL, "local", OnError.LOCAL);
    private static final long TIMEOUT_MILLIS = 60_000;
    private static final long LOCAL_MILLIS = 2 * 3_600_000L;
    private static final long RESPONSE_BYTES = 64L << 20;
    private static final int CONCURRENCY = 20;
    private static final String API = "/api/v1";

    private UpstreamSection() {}

    /** The section; null when it is absent. */
    static @Nullable UpstreamConfig read(LoadContext context, MappingReader root, GlobalConfig global) {
        if (!root.has("upstream")) {
            return null;
        }
        MappingReader r = root.mapping("upstream");
        long timeout = r.duration("timeout", TIMEOUT_MILLIS);
        var config = new UpstreamConfig(url(r), timeout == 0 ? TIMEOUT_MILLIS : timeout, r.duration("local", LOCAL_MILLIS), bytes(r),
                (int) r.integer("max_concurrency", CONCURRENCY, 2, 1_000), r.choice("on_error", OnError.FAIL, ON_ERROR),
                Set.copyOf(r.strings("replica_labels")), RemoteWriteSection.headers(context, r),
                HttpClientSection.read(context, r));
        for (String label : config.replicaLabels()) {
            if (!global.externalLabels().has(label)) {
                r.error("replica_labels", "replica_labels names " + label + ", which is no label of global.external_labels");
            }
        }
        r.finish();
        return config;
    }

    private static URI url(MappingReader r) {
        if (!r.has("url")) {
            r.error("url", "upstream needs a url, such as http://mimir/prometheus or http://victoria:8428");
            return URI.create("http://localhost/");
        }
        String text = r.string("url", "");
        HttpClientSection.webAddress(r, "url", text);
        URI uri = HttpClientSection.uri(r, "url");
        if (uri == null) {
            return URI.create("http://localhost/");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            r.error("url", "the url of upstream is where the API begins: it cannot have a query (?…) or a fragment (#…)");
        }
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        if (path.contains(API)) {
            r.error("url", "the url of upstream ends before " + API + ", which is added to it");
        }
        return uri;
    }

    private static long bytes(MappingReader r) {
        long bytes = r.size("max_response_bytes", RESPONSE_BYTES);
        return bytes <= 0 ? RESPONSE_BYTES : bytes;
    }
}
