package dev.plumbline.fleet;

import dev.plumbline.fleet.Release.Route;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * A pod's metrics page. Names and labels are rendered once; a scrape appends numbers to them. All series are there from the
 * first scrape on, in the same order for ever, as a well-behaved client library does it: a rate needs the zero before the
 * first error. Bucket bounds are written as floats ({@code le="1.0"}) in both formats, so that they are the same series.
 */
final class Exposition {
    private final List<Family> families = new ArrayList<>();
    private final PodTelemetry telemetry;
    private final String identity;

    /** How a page is written. */
    enum Format {
        TEXT("text/plain; version=0.0.4; charset=utf-8"),
        OPEN_METRICS("application/openmetrics-text; version=1.0.0; charset=utf-8");

        private final String contentType;

        Format(String contentType) {
            this.contentType = contentType;
        }

        String contentType() {
            return contentType;
        }
    }

    private enum Type {
        COUNTER,
        GAUGE,
        HISTOGRAM,
        INFO
    }

    /** A series: its text up to the number, and the number in units of 10 to the power of minus {@code decimals}. */
    private record Line(byte[] head, LongSupplier value, int decimals) {}

    /** {@code name} is without the suffixes {@code _total} and {@code _info}. */
    private record Family(Type type, byte[] textHeader, byte[] openMetricsHeader, List<Line> lines) {}

    Exposition(Release release, String tenant, PodTelemetry telemetry) {
        this.telemetry = telemetry;
        identity = "service=\"" + release.service() + "\",version=\"" + release.version() + "\",tenant=\"" + tenant + "\"";
        addRequests(release.routes());
        addDurations(release.routes());
        add(Type.GAUGE, "http_requests_in_flight", "Requests being served now.", 0, telemetry::inFlight);
        add(Type.COUNTER, "process_cpu_seconds", "User and system processor time in seconds.", 6, telemetry::cpuMicros);
        add(Type.GAUGE, "process_resident_memory_bytes", "Resident memory in bytes.", 0, telemetry::residentBytes);
        add(Type.GAUGE, "app_heap_used_bytes", "Heap in use in bytes.", 0, telemetry::heapBytes);
        var build = new Line(bytes("app_build_info{" + identity + ",runtime=\"simulated\"} "), () -> 1, 0);
        family(Type.INFO, "app_build", "What is running.", List.of(build));
    }

    private void addRequests(List<Route> routes) {
        var lines = new ArrayList<Line>();
        for (int r = 0; r < routes.size(); r++) {
            for (int o = 0; o < PodTelemetry.OUTCOMES; o++) {
                int route = r;
                int outcome = o;
                String labels = labels(routes.get(r)) + ",status_code=\"" + status(routes.get(r), o) + "\"";
                lines.add(new Line(bytes("http_requests_total{" + labels + "} "), () -> telemetry.outcome(route, outcome), 0));
            }
        }
        family(Type.COUNTER, "http_requests", "Requests answered, by status.", lines);
    }

    private static String status(Route route, int outcome) {
        return switch (outcome) {
            case PodTelemetry.SUCCESS -> route.success();
            case PodTelemetry.NOT_FOUND -> "404";
            case PodTelemetry.INTERNAL_ERROR -> "500";
            case PodTelemetry.UNAVAILABLE -> "503";
            default -> throw new IllegalArgumentException("outcome " + outcome);
        };
    }

    private void addDurations(List<Route> routes) {
        var lines = new ArrayList<Line>();
        for (int r = 0; r < routes.size(); r++) {
            int route = r;
            String labels = labels(routes.get(r));
            int last = PodTelemetry.BOUNDS_MICROS.length;
            for (int b = 0; b <= last; b++) {
                int bucket = b;
                String bound = b == last ? "+Inf" : Double.toString(PodTelemetry.BOUNDS_MICROS[b] / 1e6);
                lines.add(new Line(bytes("http_request_duration_seconds_bucket{" + labels + ",le=\"" + bound + "\"} "),
                        () -> telemetry.cumulative(route, bucket), 0));
            }
            lines.add(new Line(bytes("http_request_duration_seconds_sum{" + labels + "} "),
                    () -> telemetry.durationMicros(route), 6));
            lines.add(new Line(bytes("http_request_duration_seconds_count{" + labels + "} "),
                    () -> telemetry.cumulative(route, last), 0));
        }
        family(Type.HISTOGRAM, "http_request_duration_seconds", "Duration of requests in seconds.", lines);
    }

    private String labels(Route route) {
        return identity + ",route=\"" + route.path() + "\",method=\"" + route.method() + "\"";
    }

    private void add(Type type, String name, String help, int decimals, LongSupplier value) {
        String sample = type == Type.COUNTER ? name + "_total" : name;
        family(type, name, help, List.of(new Line(bytes(sample + " "), value, decimals)));
    }

    private void family(Type type, String name, String help, List<Line> lines) {
        // The older format knows neither info nor family names that differ from the samples'.
        String sample = switch (type) {
            case COUNTER -> name + "_total";
            case INFO -> name + "_info";
            case GAUGE, HISTOGRAM -> name;
        };
        families.add(new Family(type, header(sample, help, word(type == Type.INFO ? Type.GAUGE : type)),
                header(name, help, word(type)), List.copyOf(lines)));
    }

    private static String word(Type type) {
        return switch (type) {
            case COUNTER -> "counter";
            case GAUGE -> "gauge";
            case HISTOGRAM -> "histogram";
            case INFO -> "info";
        };
    }

    private static byte[] header(String name, String help, String type) {
        return bytes("# HELP " + name + " " + help + "\n# TYPE " + name + " " + type + "\n");
    }

    /** Writes the page as the telemetry stands. */
    void render(Format format, PageBuffer page) {
        for (Family family : families) {
            page.append(format == Format.TEXT ? family.textHeader() : family.openMetricsHeader());
            for (Line line : family.lines()) {
                page.append(line.head()).appendDecimal(line.value().getAsLong(), line.decimals()).append('\n');
            }
        }
        if (format == Format.OPEN_METRICS) {
            page.append(bytes("# EOF\n"));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
