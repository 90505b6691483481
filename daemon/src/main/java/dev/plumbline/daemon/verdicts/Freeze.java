package dev.plumbline.daemon.verdicts;

/**
 * A change freeze: gates answer no-go while it lasts. Without a namespace and a service it stops all.
 *
 * @param namespace empty: every one
 * @param service empty: every one
 * @param fromMillis since when, ms since the epoch, inclusive
 * @param untilMillis until when, exclusive; {@link Long#MAX_VALUE} until it is lifted
 */
public record Freeze(String id, String namespace, String service, long fromMillis, long untilMillis, String by, String why) {

    boolean covers(AnalysisKey key, long nowMillis) {
        return nowMillis >= fromMillis && nowMillis < untilMillis && (namespace.isEmpty() || namespace.equals(key.namespace()))
                && (service.isEmpty() || service.equals(key.service()));
    }
}
