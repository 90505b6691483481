package dev.plumbline.fleet;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * One running pod, ready to be scraped at {@code http://ADDRESS/metrics}.
 *
 * @param name unique in its fleet, for example {@code checkout-2.4.1-acme-0}
 * @param canary whether a stable version of the same service runs beside it
 * @param address host and port of a loopback socket, for example {@code 127.0.0.1:40123}
 */
public record Pod(
        String name, String service, String version, String tenant, String namespace, boolean canary, String address) {

    /** The target labels a discovery would give it: namespace, pod, service, tenant, version; in this order, read-only. */
    public Map<String, String> labels() {
        SequencedMap<String, String> labels = new LinkedHashMap<>();
        labels.put("namespace", namespace);
        labels.put("pod", name);
        labels.put("service", service);
        labels.put("tenant", tenant);
        labels.put("version", version);
        return Collections.unmodifiableMap(labels);
    }
}
