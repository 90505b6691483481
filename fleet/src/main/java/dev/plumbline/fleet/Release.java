package dev.plumbline.fleet;

import java.util.List;

/**
 * One version of one service and how it behaves.
 *
 * @param canary whether it runs beside a stable version of the same service
 * @param errorRatio share of requests answered with a 5xx status, 0 to 1
 * @param latency of every request, failed or not
 * @param cpuMicros processor time of one request in microseconds
 */
record Release(
        String service, String version, boolean canary, List<Route> routes, double errorRatio, Latency latency, int cpuMicros) {

    Release {
        routes = List.copyOf(routes);
        if (routes.isEmpty() || errorRatio < 0 || errorRatio > 1) {
            throw new IllegalArgumentException(
                    service + " " + version + ": needs a route and an error ratio from 0 to 1, has " + errorRatio);
        }
    }

    /**
     * A kind of request.
     *
     * @param share of the service's requests, relative to its other routes
     */
    record Route(String method, String path, int share) {

        /** The status of a request that goes well. */
        String success() {
            return method.equals("POST") ? "201" : "200";
        }
    }

    /**
     * A log-normal distribution of durations, which is what request latencies look like: many alike, a long tail.
     *
     * @param medianMillis half of the requests are faster
     * @param p99Millis one in a hundred is slower
     */
    record Latency(double medianMillis, double p99Millis) {
        /** The 0.99 quantile of the standard normal distribution. */
        private static final double Z99 = 2.3263478740408408;

        Latency {
            if (!(medianMillis > 0 && p99Millis > medianMillis)) {
                throw new IllegalArgumentException("latency: 0 < median < p99 does not hold for " + medianMillis + ", " + p99Millis);
            }
        }

        /** The duration that belongs to a standard normal deviate, in microseconds, 1 at least and 60 s at most. */
        long micros(double deviate) {
            double sigma = StrictMath.log(p99Millis / medianMillis) / Z99;
            double millis = medianMillis * StrictMath.exp(sigma * deviate);
            return (long) Math.clamp(millis * 1_000, 1, 60_000_000);
        }

        double meanSeconds() {
            double sigma = StrictMath.log(p99Millis / medianMillis) / Z99;
            return medianMillis * StrictMath.exp(sigma * sigma / 2) / 1_000;
        }
    }
}
