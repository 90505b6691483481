package dev.plumbline.daemon.config.canary;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the values of a metric of an AnalysisTemplate come from. */
public sealed interface ArgoProvider {

    /** As templates call it. */
    String word();

    /** What is asked, for people. */
    String asked();

    /**
     * PromQL, answered by our own store.
     *
     * @param range null for an instant query
     */
    record Prometheus(String query, @Nullable Range range) implements ArgoProvider {
        @Override
        public String word() {
            return "prometheus";
        }

        @Override
        public String asked() {
            return query;
        }
    }

    /**
     * Of a range query.
     *
     * @param start an expression that gives a time, such as {@code now() - duration("5m")}; so is {@code end}
     */
    record Range(String start, String end, long stepMillis) {}

    /**
     * An HTTP call.
     *
     * @param body empty for none
     * @param contentType of the body, unless the headers name one
     * @param jsonPath empty for the whole answer
     * @param insecure whether certificates are not checked
     */
    record Web(String method, URI url, Map<String, String> headers, Content content, String jsonPath, Transport transport) implements ArgoProvider {
        public Web {
            headers = Map.copyOf(headers);
        }

        @Override
        public String word() {
            return "web";
        }

        @Override
        public String asked() {
            return method + " " + url;
        }
    }

    /** What is sent: an empty body for nothing. */
    record Content(String body, String contentType) {}

    /** How it is sent: how long everything together may take in ms, and whether certificates are not checked. */
    record Transport(long timeoutMillis, boolean insecure) {}
}
