package dev.plumbline.daemon.discovery;

import com.google.re2j.Pattern;
import dev.plumbline.daemon.config.DiscoveryConfig;
import dev.plumbline.daemon.config.yaml.Durations;
import dev.plumbline.model.Labels;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.time.Clock;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Target groups from an HTTP endpoint, asked every refresh interval. Only 200 with application/json counts; on anything
 * else the last good groups stay. A body may have 16 MiB, an exchange may take the refresh interval, at most 60 s.
 */
public final class HttpDiscovery implements Discovery {
    private static final Pattern JSON = Pattern.compile("application/json(;\\s*charset=(\"utf-8\"|utf-8))?", Pattern.CASE_INSENSITIVE);
    private static final long MAX_BYTES = 16L << 20;
    private static final long MAX_TIMEOUT_MILLIS = 60_000;
    private final RefreshLoop loop;
    private final DiscoveryConfig.Http config;
    private final HttpFetcher fetcher;
    private volatile Status status = Status.IDLE;

    public HttpDiscovery(Clock clock, DiscoveryConfig.Http config, HttpFetcher fetcher) {
        loop = new RefreshLoop(clock, config.refreshIntervalMillis());
        this.config = config;
        this.fetcher = fetcher;
    }

    @Override
    public void start(Consumer<List<TargetGroup>> sink) {
        loop.start(this::refresh, sink);
    }

    private @Nullable List<TargetGroup> refresh() {
        try {
            List<TargetGroup> groups = fetch();
            status = status.succeeded();
            return groups;
        } catch (IOException e) {
            status = status.failed(address() + ": " + (e.getMessage() == null ? e.toString() : e.getMessage()));
        } catch (PlumblineException e) {
            status = status.failed(e.getMessage());
        }
        return null;
    }

    private List<TargetGroup> fetch() throws IOException {
        long seconds = config.refreshIntervalMillis() / 1_000;
        Map<String, String> headers = Map.of("Accept", "application/json",
                "X-Prometheus-Refresh-Interval-Seconds", Long.toString(seconds));
        HttpFetcher.Response response = fetcher.get(config.url(), headers,
                Math.min(MAX_TIMEOUT_MILLIS, config.refreshIntervalMillis()), MAX_BYTES);
        if (response.status() != 200) {
            throw PlumblineException.resource(address() + ": answered HTTP status " + response.status() + ", 200 is needed", null);
        }
        String type = response.contentType();
        if (type == null || !JSON.matches(type.strip())) {
            throw PlumblineException.resource(address() + ": answered Content-Type \"" + (type == null ? "" : type)
                    + "\", application/json is needed", null);
        }
        if (response.body().length > MAX_BYTES) {
            throw PlumblineException.resource(address() + ": the body is larger than 16 MiB", null);
        }
        Labels meta = Labels.of("__meta_url", address());
        return GroupsDocument.json(address(), new String(response.body(), StandardCharsets.UTF_8), meta);
    }

    /** The address without a password. */
    private String address() {
        URI url = config.url();
        String info = url.getRawUserInfo();
        int colon = info == null ? -1 : info.indexOf(':');
        return info == null || colon < 0 ? url.toString()
                : url.toString().replace(info + "@", info.substring(0, colon) + ":xxxxx@");
    }

    /** How often it is asked, for a log line. */
    @Override
    public String toString() {
        return "http discovery of " + address() + " every " + Durations.format(config.refreshIntervalMillis());
    }

    @Override
    public Status status() {
        return status;
    }

    @Override
    public void close() {
        loop.close();
    }
}
