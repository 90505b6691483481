package dev.plumbline.fleet;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a fleet is made from. Equal options and equal elapsed time give equal pages, ports apart.
 *
 * @param seed decides every request; any value
 * @param namespace the label {@code namespace} of every pod; letters, digits, {@code -}, {@code _} and {@code .}
 * @param tenants names, as the namespace's; 1 to 20, all different; later ones have less traffic (never below 60 %)
 * @param replicas pods of each stable version and tenant, 1 to 50; a canary has one pod a tenant
 * @param requestsPerSecond mean rate of one pod of the first tenant, 1 to 1,000
 * @param day how long the daily rise and fall of the traffic (30 % either way) takes here; 10 s to 1 day
 * @param incident what goes wrong, or null for nothing
 */
public record FleetOptions(long seed, String namespace, List<String> tenants, int replicas, double requestsPerSecond,
        Duration day, @Nullable Incident incident) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    public FleetOptions {
        tenants = List.copyOf(tenants);
        check(NAME.matcher(namespace).matches(), "namespace", namespace, "a name of letters, digits, '-', '_' and '.'");
        check(!tenants.isEmpty() && tenants.size() <= 20, "number of tenants", tenants.size(), "1 to 20");
        check(new HashSet<>(tenants).size() == tenants.size(), "tenants", tenants, "names that differ");
        for (String tenant : tenants) {
            check(NAME.matcher(tenant).matches(), "tenant", tenant, "a name of letters, digits, '-', '_' and '.'");
        }
        check(replicas >= 1 && replicas <= 50, "replicas", replicas, "1 to 50");
        check(requestsPerSecond >= 1 && requestsPerSecond <= 1_000, "requestsPerSecond", requestsPerSecond, "1 to 1000");
        check(day.compareTo(Duration.ofSeconds(10)) >= 0 && day.compareTo(Duration.ofDays(1)) <= 0,
                "day", day, "10 s to 1 day");
    }

    /**
     * Three tenants (acme, globex, initech), one pod for each version, 60 requests a second, a day of ten minutes, and
     * the demo's incident.
     */
    public static FleetOptions withSeed(long seed) {
        return new FleetOptions(seed, "shop", List.of("acme", "globex", "initech"), 1, 60, Duration.ofMinutes(10),
                Incident.DEMO);
    }

    public FleetOptions withTenants(List<String> names) {
        return new FleetOptions(seed, namespace, names, replicas, requestsPerSecond, day, incident);
    }

    public FleetOptions withReplicas(int count) {
        return new FleetOptions(seed, namespace, tenants, count, requestsPerSecond, day, incident);
    }

    public FleetOptions withRequestsPerSecond(double rate) {
        return new FleetOptions(seed, namespace, tenants, replicas, rate, day, incident);
    }

    public FleetOptions withDay(Duration length) {
        return new FleetOptions(seed, namespace, tenants, replicas, requestsPerSecond, length, incident);
    }

    /** The same fleet with another incident, or with none. */
    public FleetOptions withIncident(@Nullable Incident other) {
        return new FleetOptions(seed, namespace, tenants, replicas, requestsPerSecond, day, other);
    }

    private static void check(boolean holds, String what, Object value, String right) {
        if (!holds) {
            throw new IllegalArgumentException("fleet: " + what + " is " + value + ", must be " + right);
        }
    }
}
