package dev.plumbline.daemon.api.prometheus;

import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.api.http.Parameters;
import dev.plumbline.daemon.api.http.Times;
import dev.plumbline.time.Clock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** {@code /status/…} but for the store's. buildinfo has no {@code features}: Grafana would take that for another product's mark. */
public final class StatusApi {
    private final Build build;
    private final Supplier<Running> running;
    private final Map<String, String> flags;
    private final Clock clock;
    private final String host;

    /**
     * What was built.
     *
     * @param version the product's version
     * @param compatibility the version of Prometheus whose API this is; clients choose their features by it
     * @param javaVersion the running Java
     */
    public record Build(String version, String compatibility, String javaVersion) {}

    /**
     * How it runs.
     *
     * @param startMillis since when, ms since the epoch
     * @param configYaml the configuration in force, without its secrets
     * @param reloadSucceeded whether the last reload was taken
     * @param configMillis since when the configuration is in force
     * @param corruptions damaged places found in the log
     * @param retention how long samples are kept, as a duration
     */
    public record Running(long startMillis, String configYaml, boolean reloadSucceeded, long configMillis, long corruptions,
            String retention) {}

    /** @param flags the settings of the process, by name */
    public StatusApi(Build build, Supplier<Running> running, Map<String, String> flags, Clock clock) {
        this.build = build;
        this.running = running;
        this.flags = new TreeMap<>(flags);
        this.clock = clock;
        this.host = hostName();
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "";
        }
    }

    Answer build() {
        return Envelope.success(json -> json.raw('{').member("version", build.compatibility())
                .member("revision", "plumbline-" + build.version()).member("branch", "").member("buildUser", "")
                .member("buildDate", "").member("goVersion", "java" + build.javaVersion()).raw('}'));
    }

    Answer config() {
        return Envelope.success(json -> json.raw('{').member("yaml", running.get().configYaml()).raw('}'));
    }

    Answer flags() {
        return Envelope.success(json -> {
            json.raw('{');
            flags.forEach(json::member);
            json.raw('}');
        });
    }

    /** Go's words for what Java has too: threads for goroutines, the heap's limit for GOMEMLIMIT. */
    Answer runtime() {
        Running now = running.get();
        Runtime java = Runtime.getRuntime();
        return Envelope.success(json -> json.raw('{').member("startTime", Times.rfc3339(now.startMillis()))
                .member("CWD", Path.of("").toAbsolutePath().toString()).member("hostname", host)
                .member("serverTime", Times.rfc3339(clock.wallMillis()))
                .key("reloadConfigSuccess").ascii(Boolean.toString(now.reloadSucceeded()))
                .member("lastConfigTime", Times.rfc3339(now.configMillis())).member("corruptionCount", now.corruptions())
                .member("goroutineCount", Thread.activeCount()).member("GOMAXPROCS", java.availableProcessors())
                .member("GOMEMLIMIT", java.maxMemory()).member("GOGC", "").member("GODEBUG", "")
                .member("storageRetention", now.retention()).raw('}'));
    }

    /** {@code /notifications}: Prometheus's banner for its own pages; there is never one. */
    Answer notifications(Parameters unused) {
        return Envelope.success(json -> json.ascii("[]"));
    }
}
