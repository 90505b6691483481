package dev.plumbline.daemon.config;

import java.net.URI;
import java.util.Map;
import java.util.Set;

/**
 * The section upstream: a cluster with Prometheus's API that answers what is older than what is asked here.
 *
 * @param url where the API's paths begin, without {@code /api/v1}
 * @param timeoutMillis longest time of one request, at least 1
 * @param localMillis how much of the recent past is answered here, as far as the store has it; 0: nothing is
 * @param maxResponseBytes most bytes of an answer, at least 1
 * @param maxConcurrency most requests at a time, at least 2: a quarter, and at least one, is for rules and analyses alone
 * @param replicaLabels external labels that the cluster takes away, so that none are asked for
 * @param headers beside those of the protocol, on every request
 */
public record UpstreamConfig(URI url, long timeoutMillis, long localMillis, long maxResponseBytes, int maxConcurrency, OnError onError,
        Set<String> replicaLabels, Map<String, Secret> headers, HttpClientConfig http) {
    public UpstreamConfig {
        replicaLabels = Set.copyOf(replicaLabels);
        headers = Map.copyOf(headers);
    }

    /** What becomes of a question when the cluster gives no answer. */
    public enum OnError {
        /** It fails, and says why. */
        FAIL,
        /** What is here is the answer, with a warning. */
        LOCAL
    }
}
