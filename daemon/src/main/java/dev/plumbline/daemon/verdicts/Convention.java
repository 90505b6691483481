package dev.plumbline.daemon.verdicts;

import java.util.List;

/**
 * How one family of software names its request metrics.
 *
 * @param requests counter of requests
 * @param scope matchers that pick the family's series of requests, empty for none
 * @param failed matcher that picks the failed ones
 * @param histogram the histogram of durations: by itself when native, with {@code _bucket} when classic; without {@code scope}
 * @param secondsPerUnit what 1 of the histogram's bounds is in seconds
 */
record Convention(String requests, String scope, String failed, String histogram, double secondsPerUnit) {
    private static final String SERVER_FAULTS = "Unknown|DeadlineExceeded|Unimplemented|Internal|Unavailable|DataLoss";

    /** In the order in which they are looked for; the first whose series exist is used. */
    static final List<Convention> ALL = List.of(
            new Convention("traces_span_metrics_calls_total", "span_kind=\"SPAN_KIND_SERVER\"", "status_code=\"STATUS_CODE_ERROR\"",
                    "traces_span_metrics_duration_seconds", 1),
            new Convention("http_server_request_duration_seconds_count", "", "http_response_status_code=~\"5..\"",
                    "http_server_request_duration_seconds", 1),
            plainHttp("status_code"), plainHttp("status"), plainHttp("code"),
            new Convention("grpc_server_handled_total", "", "grpc_code=~\"" + SERVER_FAULTS + "\"", "grpc_server_handling_seconds", 1),
            new Convention("istio_requests_total", "", "response_code=~\"5..\"", "istio_request_duration_milliseconds", 1e-3),
            new Convention("response_total", "direction=\"inbound\"", "classification=\"failure\"", "response_latency_ms", 1e-3),
            new Convention("nginx_ingress_controller_requests", "", "status=~\"5..\"",
                    "nginx_ingress_controller_request_duration_seconds", 1));

    /** Spans of every kind. */
    static final Convention SPANS = new Convention("traces_span_metrics_calls_total", "", "status_code=\"STATUS_CODE_ERROR\"",
            "traces_span_metrics_duration_seconds", 1);
    /** Log lines. */
    static final Convention LOGS = new Convention("log_events_total", "", "level=~\"(?i)error|fatal|critical|alert|emergency|panic\"", "", 1);

    /** Log lines by the pattern that they were found to be of. */
    static final Convention LOG_PATTERNS = new Convention(LOGS.requests, NewPatterns.LABEL + "!=\"\"", LOGS.failed, "", 1);

    private static Convention plainHttp(String statusLabel) {
        return new Convention("http_requests_total", statusLabel + "!=\"\"", statusLabel + "=~\"5..\"",
                "http_request_duration_seconds", 1);
    }

    /** The requests that the selector and the scope pick. */
    String requestSeries(String selector) {
        return requests + Selectors.and(selector, scope);
    }

    String failedSeries(String selector) {
        return requests + Selectors.and(Selectors.and(selector, scope), failed);
    }

    String bucketSeries(String selector) {
        return histogram + "_bucket" + selector;
    }

    String nativeSeries(String selector) {
        return histogram + selector;
    }
}
