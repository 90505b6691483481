package dev.plumbline.daemon.scrape;

import dev.plumbline.daemon.config.ScrapeConfig;
import java.util.ArrayList;
import java.util.List;

/** The Accept header for the protocols of a job: weights fall by 0.1 from 0.(n+1). */
final class AcceptHeader {
    private AcceptHeader() {}

    static String of(ScrapeConfig config) {
        var types = new ArrayList<String>();
        String escaping = ";escaping=" + config.names().escaping().key();
        for (var protocol : config.protocols().accepted()) {
            switch (protocol) {
                case OPENMETRICS_TEXT_1_0_0 -> types.add("application/openmetrics-text;version=1.0.0" + escaping);
                case OPENMETRICS_TEXT_0_0_1 -> types.add("application/openmetrics-text;version=0.0.1");
                case PROMETHEUS_TEXT_1_0_0 -> types.add("text/plain;version=1.0.0" + escaping);
                case PROMETHEUS_TEXT_0_0_4 -> types.add("text/plain;version=0.0.4");
                case PROMETHEUS_PROTO ->
                        types.add("application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited" + escaping);
            }
        }
        return weighted(types);
    }

    private static String weighted(List<String> types) {
        var text = new StringBuilder();
        int weight = Math.min(9, types.size() + 2);
        for (String type : types) {
            text.append(type).append(";q=0.").append(Math.max(1, weight--)).append(',');
        }
        return text.append("*/*;q=0.").append(Math.max(1, weight)).toString();
    }
}
