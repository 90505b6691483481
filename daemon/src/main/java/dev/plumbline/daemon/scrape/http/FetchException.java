package dev.plumbline.daemon.scrape.http;

import dev.plumbline.model.PlumblineException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** No good answer from a target. The message is fit for the targets page and holds no secrets. */
public final class FetchException extends PlumblineException {
    private static final long serialVersionUID = 1;
    private final Reason reason;

    /** Why, as a metric's label. */
    public enum Reason {
        DNS, CONNECT, TLS, TIMEOUT, PROTOCOL, STATUS, REDIRECT, BODY_SIZE_LIMIT, TRUNCATED, CREDENTIALS;

        /** Lower case. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public FetchException(Reason reason, String message) {
        this(reason, message, null);
    }

    public FetchException(Reason reason, String message, @Nullable Throwable cause) {
        super(Kind.RESOURCE, message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
