package dev.plumbline.daemon.config;

import dev.plumbline.daemon.config.RemoteWriteConfig.Message;
import dev.plumbline.daemon.config.yaml.MappingReader;
import dev.plumbline.daemon.config.yaml.YamlNode;
import dev.plumbline.daemon.relabel.NameValidation;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the section remote_write. */
final class RemoteWriteSection {
    private static final Set<String> RESERVED = Set.of("authorization", "host", "content-encoding", "content-length", "content-type",
            "user-agent", "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "www-authenticate",
            "accept-encoding", "x-prometheus-remote-write-version", "x-prometheus-remote-read-version", "retry-attempt");
    private static final List<String> NOT_YET = List.of("sigv4", "azuread", "google_iam");
    private static final Map<String, Message> MESSAGES = Map.of(Message.V1.key(), Message.V1, Message.V2.key(), Message.V2);
    private static final int NAME_DIGITS = 6;
    private final LoadContext context;
    private final List<RemoteWriteConfig> entries = new ArrayList<>();
    private final Map<String, Integer> places = new HashMap<>();

    private RemoteWriteSection(LoadContext context) {
        this.context = context;
    }

    static List<RemoteWriteConfig> read(LoadContext context, MappingReader root) {
        var section = new RemoteWriteSection(context);
        for (YamlNode item : root.items("remote_write")) {
            if (item.isNull()) {
                context.problems().error(item.at(), "an entry of remote_write is empty; fill or remove it");
            } else {
                section.entry(MappingReader.of(item, "remote_write", context.problems()));
            }
        }
        return section.entries;
    }

    private void entry(MappingReader r) {
        for (String key : NOT_YET) {
            if (r.has(key)) {
                r.problems().notYet(r.keyAt(key), "the key \"" + key + "\"");
            }
        }
        if (r.bool("round_robin_dns", false)) {
            r.problems().notYet(r.keyAt("round_robin_dns"), "the key \"round_robin_dns\"");
        }
        r.know(List.of("failed_request_logging")); // what is refused is logged anyway
        URI url = url(r);
        long timeout = r.duration("remote_timeout", 30_000);
        var entry = new RemoteWriteConfig(name(r, url), url == null ? URI.create("http://localhost/") : url, timeout == 0 ? 30_000 : timeout,
                headers(context, r), RelabelSection.read(r, "write_relabel_configs", NameValidation.UTF8), r.bool("send_exemplars", false),
                r.bool("send_native_histograms", false), r.choice("protobuf_message", Message.V1, MESSAGES), http(r), queue(r), metadata(r));
        r.finish();
        entries.add(entry);
    }

    private static @Nullable URI url(MappingReader r) {
        if (!r.has("url")) {
            r.error("url", "an entry of remote_write needs a url");
            return null;
        }
        HttpClientSection.webAddress(r, "url", r.string("url", ""));
        return HttpClientSection.uri(r, "url");
    }

    /** HTTP/2 is off unless it is asked for, other than in other clients. */
    private HttpClientConfig http(MappingReader r) {
        HttpClientConfig http = HttpClientSection.read(context, r);
        return new HttpClientConfig(http.basicAuth(), http.authorization(), http.oauth2(), http.tls(), http.proxy(),
                http.followRedirects(), r.bool("enable_http2", false), http.headers());
    }

    /** Headers that are sent too; one that a client sets itself is reported. */
    static Map<String, Secret> headers(LoadContext context, MappingReader r) {
        MappingReader all = r.mapping("headers");
        Map<String, Secret> headers = new LinkedHashMap<>();
        for (String name : all.keys()) {
            refuseReserved(all, name);
            headers.put(name, Secret.of(context.expandEnv(all.string(name, ""), all.at(name))));
        }
        return headers;
    }

    private static void refuseReserved(MappingReader headers, String name) {
        if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
            headers.problems().error(headers.keyAt(name), "the header " + name + " is set by the sender itself and cannot be given"
                    + (name.equalsIgnoreCase("authorization") ? "; use basic_auth or authorization" : ""));
        }
    }

    private String name(MappingReader r, @Nullable URI url) {
        String given = r.string("name", "");
        String name = given.isEmpty() ? ofAddress(String.valueOf(url), 0) : given;
        for (int i = 1; given.isEmpty() && places.containsKey(name); i++) {
            name = ofAddress(String.valueOf(url), i);
        }
        Integer earlier = places.putIfAbsent(name, r.at("name").line());
        if (earlier != null) {
            r.error("name", "the name \"" + name + "\" of an entry of remote_write is given twice, first at line " + earlier);
        }
        return name;
    }

    /** The same after any other change of the entry, so that its place in the queue is found again. */
    private static String ofAddress(String url, int copy) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest((url + "#" + copy).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, NAME_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static RemoteWriteConfig.Queue queue(MappingReader parent) {
        MappingReader r = parent.mapping("queue_config");
        var absent = RemoteWriteConfig.Queue.DEFAULT;
        var queue = new RemoteWriteConfig.Queue(count(r, "capacity", absent.capacity()), count(r, "min_shards", absent.minShards()),
                count(r, "max_shards", absent.maxShards()), count(r, "max_samples_per_send", absent.maxSamplesPerSend()),
                r.duration("batch_send_deadline", absent.batchSendDeadlineMillis()), r.duration("min_backoff", absent.minBackoffMillis()),
                r.duration("max_backoff", absent.maxBackoffMillis()), r.bool("retry_on_http_429", false), r.duration("sample_age_limit", 0));
        r.finish();
        if (queue.minShards() > queue.maxShards()) {
            r.error("min_shards", "min_shards must not be above max_shards, " + queue.maxShards());
        }
        if (queue.minBackoffMillis() > queue.maxBackoffMillis()) {
            r.error("min_backoff", "min_backoff must not be above max_backoff, " + queue.maxBackoffMillis() + " ms");
        }
        return queue;
    }

    private static int count(MappingReader r, String key, int absent) {
        return (int) r.integer(key, absent, 1, 10_000_000);
    }

    private static RemoteWriteConfig.Metadata metadata(MappingReader parent) {
        MappingReader r = parent.mapping("metadata_config");
        var absent = RemoteWriteConfig.Metadata.DEFAULT;
        long interval = r.duration("send_interval", absent.intervalMillis());
        var metadata = new RemoteWriteConfig.Metadata(r.bool("send", true), interval == 0 ? absent.intervalMillis() : interval,
                count(r, "max_samples_per_send", absent.maxPerSend()));
        r.finish();
        return metadata;
    }
}
