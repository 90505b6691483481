package dev.plumbline.daemon.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;

/** What a failure of the client says, without the client's wrapping. */
final class ClientFailure {
    private static final int DEEPEST = 20;

    private ClientFailure() {}

    /** The server's own words; empty when there are none. */
    static String words(KubernetesClientException e) {
        String words = e.getStatus() == null ? null : e.getStatus().getMessage();
        return words == null || words.isBlank() ? "" : words;
    }

    /** The words of the deepest cause, or what it is. */
    static String cause(Throwable e) {
        Throwable deepest = e;
        for (int depth = 0; depth < DEEPEST && deepest.getCause() != null; depth++) {
            deepest = deepest.getCause();
        }
        String text = deepest.getMessage();
        return text == null || text.isBlank() ? deepest.getClass().getSimpleName() : text;
    }
}
