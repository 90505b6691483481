package dev.plumbline.daemon.kubernetes;

import org.jspecify.annotations.Nullable;

/** The API server could not be asked, or answered something else than what was asked for. */
public final class KubernetesException extends Exception {
    private static final long serialVersionUID = 1;
    private final boolean gone;

    /** {@code gone}: the version asked for is too old (HTTP 410), so that everything must be listed anew. */
    public KubernetesException(String message, boolean gone, @Nullable Throwable cause) {
        super(message, cause);
        this.gone = gone;
    }

    /** Whether only listing anew helps. */
    public boolean isGone() {
        return gone;
    }
}
