package dev.plumbline.daemon.config;

import dev.plumbline.daemon.relabel.RelabelRule;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * An entry of remote_write: who is sent every sample that is stored, and how. As in Prometheus, with its defaults.
 *
 * @param name given, or six hexadecimal digits that the address makes; no two entries have the same
 * @param headers beside those of the protocol, on every request
 * @param relabel applied to each series, external labels included
 * @param message which of the protocol's versions to begin with; 1.0 is spoken to who does not know 2.0
 */
public record RemoteWriteConfig(String name, URI url, long timeoutMillis, Map<String, Secret> headers, List<RelabelRule> relabel,
        boolean sendExemplars, boolean sendNativeHistograms, Message message, HttpClientConfig http, Queue queue, Metadata metadata) {
    public RemoteWriteConfig {
        headers = Map.copyOf(headers);
        relabel = List.copyOf(relabel);
    }

    /** The versions of the protocol, by the names of their messages. */
    public enum Message {
        V1("prometheus.WriteRequest"),
        V2("io.prometheus.write.v2.Request");

        private final String key;

        Message(String key) {
            this.key = key;
        }

        /** The name of the message, as the Content-Type says it. */
        public String key() {
            return key;
        }
    }

    /**
     * How samples are grouped and tried again.
     *
     * @param capacity samples that wait for each shard
     * @param maxShards most requests at a time
     * @param batchSendDeadlineMillis how long a request waits for more samples
     * @param retryOn429 whether 429 is tried again, not counted as refused
     * @param sampleAgeLimitMillis older samples are not sent; 0: all are
     */
    public record Queue(int capacity, int minShards, int maxShards, int maxSamplesPerSend, long batchSendDeadlineMillis,
            long minBackoffMillis, long maxBackoffMillis, boolean retryOn429, long sampleAgeLimitMillis) {
        public static final Queue DEFAULT = new Queue(10_000, 1, 50, 2_000, 5_000, 30, 5_000, false, 0);
    }

    /** Whether, how often and by how many metadata is sent in version 1.0; in 2.0 it goes with each series. */
    public record Metadata(boolean send, long intervalMillis, int maxPerSend) {
        public static final Metadata DEFAULT = new Metadata(true, 60_000, 2_000);
    }
}
