package dev.plumbline.fleet;

import dev.plumbline.fleet.Release.Latency;
import dev.plumbline.fleet.Release.Route;
import java.util.List;

/**
 * What runs in the shop. Two services are being rolled out: the canary of checkout behaves like its predecessor; the one
 * of payments answers 12 % with errors and its p99 is 1.8 s, far beyond the 1 s and the 5 % that the demo's policy allows.
 */
final class Shop {
    private static final List<Route> CHECKOUT =
            List.of(new Route("POST", "/checkout", 5), new Route("GET", "/checkout/:id", 3), new Route("POST", "/vouchers", 2));
    private static final List<Route> PAYMENTS =
            List.of(new Route("POST", "/payments", 6), new Route("GET", "/payments/:id", 3), new Route("POST", "/refunds", 1));

    static final List<Release> RELEASES = List.of(
            stable("web", "5.12.0", new Latency(25, 180), 0.002, 900,
                    List.of(new Route("GET", "/", 5), new Route("GET", "/products/:id", 4), new Route("GET", "/account", 1))),
            stable("catalog", "1.30.2", new Latency(12, 90), 0.001, 600,
                    List.of(new Route("GET", "/products", 4), new Route("GET", "/products/:id", 6))),
            stable("cart", "2.7.1", new Latency(8, 60), 0.001, 400,
                    List.of(new Route("GET", "/cart", 5), new Route("POST", "/cart/items", 4), new Route("DELETE", "/cart/items/:id", 1))),
            stable("search", "0.9.14", new Latency(45, 320), 0.004, 2_500, List.of(new Route("GET", "/search", 1))),
            stable("checkout", "2.4.0", new Latency(70, 400), 0.003, 1_500, CHECKOUT),
            new Release("checkout", "2.4.1", true, CHECKOUT, 0.003, new Latency(68, 390), 1_450),
            stable("payments", "3.0.2", new Latency(90, 420), 0.004, 1_800, PAYMENTS),
            new Release("payments", "3.1.0", true, PAYMENTS, 0.12, new Latency(260, 1_800), 2_600));

    private Shop() {}

    private static Release stable(String service, String version, Latency latency, double errors, int cpuMicros,
            List<Route> routes) {
        return new Release(service, version, false, routes, errors, latency, cpuMicros);
    }
}
