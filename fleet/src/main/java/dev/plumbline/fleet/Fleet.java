package dev.plumbline.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The running shop. Starting it opens one loopback socket for each pod; closing it ends all sockets and threads.
 * Thread-safe. The memory and the work are those of the pods; a pod that nobody scrapes does nothing.
 */
public final class Fleet implements AutoCloseable {
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("fleet-", 0).factory());
    private final List<PodServer> servers = new ArrayList<>();
    private final List<Pod> pods = new ArrayList<>();
    private final FleetOptions options;
    private final LongSupplier elapsedNanos;

    private Fleet(FleetOptions options, LongSupplier elapsedNanos) {
        this.options = options;
        this.elapsedNanos = elapsedNanos;
    }

    /**
     * Starts all pods.
     *
     * @param nanos a monotonic clock in nanoseconds, such as the machine's; the fleet is born at its present reading.
     *     Called from several threads
     * @throws UncheckedIOException where a loopback port is refused; nothing is left open then
     */
    public static Fleet start(FleetOptions options, LongSupplier nanos) {
        long born = nanos.getAsLong();
        var fleet = new Fleet(options, () -> nanos.getAsLong() - born);
        try {
            fleet.startAll();
        } catch (IOException e) {
            fleet.close();
            throw new UncheckedIOException("the fleet cannot open a loopback port: " + e.getMessage(), e);
        }
        return fleet;
    }

    /** All pods, by service, version and tenant; read-only. */
    public List<Pod> pods() {
        return List.copyOf(pods);
    }

    private void startAll() throws IOException {
        for (Release release : Shop.RELEASES) {
            for (int tenant = 0; tenant < options.tenants().size(); tenant++) {
                int replicas = release.canary() ? 1 : options.replicas();
                for (int replica = 0; replica < replicas; replica++) {
                    startPod(release, tenant, replica);
                }
            }
        }
    }

    private void startPod(Release release, int tenant, int replica) throws IOException {
        String tenantName = options.tenants().get(tenant);
        String name = release.service() + "-" + release.version() + "-" + tenantName + "-" + replica;
        // Of the name, so that a pod's life does not change when other pods come or go.
        var random = new SplittableRandom(options.seed() ^ ((long) name.hashCode() << 32 | name.length()));
        double rate = options.requestsPerSecond() * Math.max(0.6, 1 - 0.2 * tenant);
        var traffic = new Traffic(random.split(), rate, options.day().toNanos());
        var telemetry = new PodTelemetry(release, traffic, random, incident(release));
        var page = new MetricsPage(telemetry, new Exposition(release, tenantName, telemetry), elapsedNanos);
        var server = new PodServer(page, threads);
        servers.add(server);
        pods.add(new Pod(name, release.service(), release.version(), tenantName, options.namespace(), release.canary(),
                server.address()));
    }

    private @Nullable Incident incident(Release release) {
        Incident incident = options.incident();
        return incident != null && incident.service().equals(release.service()) ? incident : null;
    }

    /** Closes every socket and waits for the threads to end. Closing twice is the same as once. */
    @Override
    public void close() {
        servers.forEach(PodServer::close);
        threads.close();
    }
}
