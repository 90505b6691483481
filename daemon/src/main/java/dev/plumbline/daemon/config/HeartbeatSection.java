package dev.plumbline.daemon.config;

import dev.plumbline.daemon.config.yaml.MappingReader;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the section heartbeat: {url | url_file, interval, method, timeout} and the keys of an HTTP client. */
final class HeartbeatSection {
    private static final Map<String, String> METHODS = Map.of("GET", "GET", "HEAD", "HEAD", "POST", "POST", "PUT", "PUT");
    private static final long MIN_INTERVAL_MILLIS = 1_000;
    private static final long INTERVAL_MILLIS = 60_000;
    private static final long TIMEOUT_MILLIS = 10_000;

    private HeartbeatSection() {}

    static @Nullable HeartbeatConfig read(LoadContext context, MappingReader root) {
        if (!root.has("heartbeat")) {
            return null;
        }
        MappingReader r = root.mapping("heartbeat");
        Secret url = url(context, r);
        long interval = r.duration("interval", INTERVAL_MILLIS);
        if (interval < MIN_INTERVAL_MILLIS) {
            r.error("interval", "the interval of a heartbeat must be at least 1s");
        }
        long timeout = r.duration("timeout", TIMEOUT_MILLIS);
        if (timeout == 0) {
            r.error("timeout", "the timeout of a heartbeat must be more than 0s");
        }
        var heartbeat = new HeartbeatConfig(url, r.choice("method", "POST", METHODS), interval, timeout,
                HttpClientSection.read(context, r));
        if (heartbeat.http().proxy().isConfigured()) {
            r.problems().notYet(r.at(), "a proxy for the heartbeat");
        }
        r.finish();
        return heartbeat;
    }

    private static Secret url(LoadContext context, MappingReader r) {
        Secret url = context.secret(r, "url", "url_file");
        if (url == null) {
            r.error("url", "a heartbeat needs a url or a url_file");
            return Secret.of("");
        }
        if (url instanceof Secret.Inline) {
            HttpClientSection.webAddress(r, "url", url.reveal());
        }
        return url;
    }
}
