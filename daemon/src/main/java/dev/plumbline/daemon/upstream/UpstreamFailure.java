package dev.plumbline.daemon.upstream;

import dev.plumbline.model.PlumblineException;
import org.jspecify.annotations.Nullable;

/** The cluster gave no answer, for a reason of its own: it may give one to the same question later. */
final class UpstreamFailure extends PlumblineException {
    private static final long serialVersionUID = 1;
    private final @Nullable PlumblineException told;

    UpstreamFailure(String message, @Nullable Throwable cause) {
        super(Kind.RESOURCE, "upstream: " + message, cause);
        told = null;
    }

    /** As the cluster itself told it. */
    UpstreamFailure(PlumblineException told) {
        super(told.kind(), String.valueOf(told.getMessage()), told);
        this.told = told;
    }

    /** What the asker is told. */
    PlumblineException outward() {
        return told == null ? this : told;
    }
}
