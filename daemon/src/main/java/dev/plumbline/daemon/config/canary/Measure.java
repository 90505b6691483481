package dev.plumbline.daemon.config.canary;

/** How a metric's value is found. */
public sealed interface Measure {

    /** Failed requests by all requests, 0 to 1, from whichever known series exist. */
    record ErrorRate() implements Measure {}

    /** The quantile ({@code 0 < q < 1}) of request durations in seconds, from whichever known histogram exists. */
    record Latency(double quantile) implements Measure {}

    /** Requests per second, from whichever known series exist. */
    record Traffic() implements Measure {}

    /** Cores or bytes that one instance uses on average. */
    record Saturation(Resource resource) implements Measure {}

    /** Failed spans by all spans, 0 to 1, of every kind of span. */
    record TraceErrors() implements Measure {}

    /** Log lines of level error or worse by all log lines, 0 to 1. */
    record LogErrors() implements Measure {}

    /** Log lines of level error or worse whose pattern the stable version does not write, by all log lines that have a pattern, 0 to 1. */
    record LogPatterns() implements Measure {}

    /**
     * PromQL of the user's own that yields one number. With {@code {{window}}} in it the latest value speaks for the whole
     * window; without, the mean of all evaluations does.
     */
    record Query(Template template) implements Measure {

        /** Whether the query looks at the whole window by itself. */
        public boolean coversWindow() {
            return template.names().contains("window");
        }
    }

    /**
     * Every series of a query at every evaluation, compared as samples: a metric of a Kayenta canary configuration.
     *
     * @param canary what is asked about the canary
     * @param baseline what is asked about the stable version
     */
    record Samples(Template canary, Template baseline) implements Measure {}

    /** What can be saturated. */
    enum Resource { CPU, MEMORY }
}
