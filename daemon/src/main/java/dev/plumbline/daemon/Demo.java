package dev.plumbline.daemon;

import dev.plumbline.daemon.command.DaemonClient;
import dev.plumbline.daemon.command.FlatJson;
import dev.plumbline.fleet.Fleet;
import dev.plumbline.fleet.FleetConfig;
import dev.plumbline.fleet.FleetOptions;
import dev.plumbline.time.SystemTime;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The main job, shown: a fleet over real sockets, the daemon with its defaults in a folder of its own, two releases that
 * ask at the gate as a rollout controller would, over HTTP, and whose Rollouts are promoted and aborted by it, and an incident
 * whose alert goes out to people and ends.
 */
final class Demo implements AutoCloseable {
    private static final long SEED = 20_261_121;
    private static final long POLL_MILLIS = 500;
    private static final Duration SCRAPE_INTERVAL = Duration.ofSeconds(1);
    private static final int USUAL_PORT = 9_480;
    private final SystemTime clock;
    private final PrintWriter out;
    private final long beganNanos;
    private final Path folder;
    private final Fleet fleet;
    private final Daemon daemon;
    private final DaemonClient client;
    private final DemoAlerts alerts;
    private final DemoRollouts rollouts;
    private final Map<String, String> verdicts = new LinkedHashMap<>();
    private boolean targetsUp;
    private boolean closed;
    private volatile boolean stopped;

    /** A release that asks for its verdict, and the one it should get. */
    private record Release(String service, String version, String stable, String expected) {
        String title() {
            return service + " " + version;
        }
    }

    private static final List<Release> RELEASES =
            List.of(new Release("checkout", "2.4.1", "2.4.0", "go"), new Release("payments", "3.1.0", "3.0.2", "no-go"));

    /** Starts the fleet and the daemon. */
    Demo(SystemTime clock, PrintWriter out) throws IOException {
        this(clock, out, false);
    }

    /** The same; {@code trains}: the daemon takes remote write as well, and follows no Rollouts, whose client need not be in every cache. */
    Demo(SystemTime clock, PrintWriter out, boolean trains) throws IOException {
        this.clock = clock;
        this.out = out;
        beganNanos = clock.monotonicNanos();
        folder = Files.createTempDirectory("plumbline-demo");
        alerts = new DemoAlerts(this::say);
        rollouts = new DemoRollouts(clock, this::say);
        fleet = Fleet.start(FleetOptions.withSeed(SEED), clock::monotonicNanos);
        try {
            daemon = start(trains);
        } catch (IOException | RuntimeException e) {
            fleet.close();
            alerts.close();
            rollouts.close();
            removeFolder();
            throw e;
        }
        client = new DaemonClient(daemon.url(), null);
    }

    /** By the way of {@code run}: what is trained here is what starts there. */
    private Daemon start(boolean trains) throws IOException {
        Path config = new FleetConfig(fleet.pods(), SCRAPE_INTERVAL, alerts.receivers(), trains ? null : rollouts.url()).write(folder);
        var arguments = new ArrayList<>(List.of("--config", config.toString(), "--data", folder.resolve("data").toString(), "--port", "" + port(),
                "--tracing.endpoint="));
        if (trains) {
            arguments.add("--web.enable-remote-write-receiver");
        }
        return Daemon.start(RunSettings.of(RunFlags.read(arguments).orElseThrow()), clock);
    }

    /** Ends {@link #run} soon; may be called from any thread. */
    void stop() {
        stopped = true;
    }

    /** The daemon's usual port when nobody has it, so that commands need no --url; else 0, any free one. */
    private static int port() {
        try (var socket = new ServerSocket(USUAL_PORT, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            return 0;
        }
    }

    /** Runs for so long or until it is stopped; whether both verdicts came and were right and the alert was seen to its end, or it was stopped before. */
    boolean run(long millis) throws InterruptedException, IOException {
        long deadline = beganNanos + millis * 1_000_000;
        say("a shop of " + services() + " services for 3 tenants runs in " + fleet.pods().size() + " pods on loopback");
        say("the daemon serves " + daemon.url() + " and keeps its data in " + folder);
        boolean wrong = false;
        while (!stopped && clock.monotonicNanos() < deadline) {
            wrong |= watch();
            clock.sleep(Math.min(POLL_MILLIS, Math.max(1, (deadline - clock.monotonicNanos()) / 1_000_000)));
        }
        boolean complete = verdicts.size() == RELEASES.size() && alerts.complete() && rollouts.complete();
        if (stopped) {
            say("stopped; everything is cleaned away");
            return !wrong;
        }
        say(complete ? "the time is up; everything is cleaned away" : "the time was too short for both rollouts and the alert");
        return complete && !wrong;
    }

    private long services() {
        return fleet.pods().stream().map(pod -> pod.service()).distinct().count();
    }

    /** One look; whether a verdict came that is not the expected one. */
    private boolean watch() throws IOException {
        if (!targetsUp) {
            targetsUp = targetsUp();
            return false;
        }
        alerts.watch(client);
        rollouts.tick();
        boolean wrong = false;
        for (Release release : RELEASES) {
            if (!verdicts.containsKey(release.service)) {
                wrong |= ask(release);
            }
        }
        return wrong;
    }

    private boolean targetsUp() throws IOException {
        if (!daemon.isReady()) {
            return false;
        }
        int up = (int) number(client.get("/api/v1/query", Map.of("query", "sum(up)")).body());
        if (up < fleet.pods().size()) {
            return false;
        }
        say(up + " of " + fleet.pods().size() + " targets are up, scraped every " + SCRAPE_INTERVAL.toSeconds() + " s");
        for (Release r : RELEASES) {
            say("a rollout asks: may " + r.title() + " (stable " + r.stable + ") go on from 25 %?");
            rollouts.begin(r.service);
        }
        return true;
    }

    private static double number(String answer) {
        int end = answer.lastIndexOf('"', answer.lastIndexOf(']'));
        int start = answer.lastIndexOf('"', end - 1) + 1;
        boolean one = answer.contains("\"value\"") && start > 0 && end > start;
        return one ? Double.parseDouble(answer.substring(start, end)) : 0;
    }

    private boolean ask(Release r) throws IOException {
        var reply = client.get("/v1/gate/" + r.service, question(r));
        Map<String, String> answer = FlatJson.read(reply.body());
        String verdict = answer.getOrDefault("verdict", "");
        if (verdict.isEmpty() || verdict.equals("pending")) {
            return false;
        }
        verdicts.put(r.service, verdict);
        say(String.format(Locale.ROOT, "%-6s %s: %s", verdict.toUpperCase(Locale.ROOT), r.title(), answer.getOrDefault("reason", "")));
        if (verdicts.size() == RELEASES.size()) {
            invite();
        }
        return !verdict.equals(r.expected);
    }

    private static Map<String, String> question(Release r) {
        return Map.of("version", r.version, "stable", r.stable, "stage", "25", "namespace", "shop",
                "revision", DemoRollouts.revision(r.service));
    }

    private void invite() {
        String url = daemon.url();
        out.println();
        out.println("  Try, while it runs:");
        out.println("    curl '" + url + "/v1/gate/payments?version=3.1.0&stage=25&namespace=shop&revision=" + DemoRollouts.revision("payments") + "'");
        out.println("    curl -i '" + url + "/v1/gate/payments?version=3.1.0&stage=25&namespace=shop&answer=status&revision=" + DemoRollouts.revision("payments") + "'");
        out.println("    curl '" + url + "/api/v1/query' --data-urlencode 'query="
                + "sum by (service, version) (rate(http_requests_total[30s]))'");
        out.println("    ./plumbline query --url " + url + " 'sum by (tenant) (rate(http_requests_total[30s]))'");
        out.println("    curl '" + url + "/api/v1/alerts'   " + url + "/api/v1/rules   ./plumbline notify test --url " + url + " on-call");
        out.println("    curl '" + url + "/api/v1/targets?state=active'   " + url + "/metrics   " + url + "/-/ready");
        out.println();
        out.flush();
    }

    private synchronized void say(String line) {
        double seconds = (clock.monotonicNanos() - beganNanos) / 1e9;
        out.println(String.format(Locale.ROOT, "%5.1f s  %s", seconds, line));
        out.flush();
    }

    /** Ends the daemon and the fleet and removes the folder; a second call does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        daemon.close();
        fleet.close();
        alerts.close();
        rollouts.close();
        removeFolder();
    }

    private void removeFolder() {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(Demo::delete);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot clean " + folder, e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + file, e);
        }
    }

    /** Where the daemon is once it is ready; empty before. */
    String readyUrl() {
        return daemon.isReady() ? daemon.url() : "";
    }

    /** The client that talks to the daemon of this demo. */
    DaemonClient client() {
        return client;
    }
}
