package dev.plumbline.daemon.http;

import dev.plumbline.model.PlumblineException;
import org.jspecify.annotations.Nullable;

/** No answer. The message is fit for logs: it holds neither the address's path nor a credential. */
public final class HttpFailure extends PlumblineException {
    private static final long serialVersionUID = 1;
    private final Reason reason;

    /** Why. */
    public enum Reason {
        /** The settings or the address can never work. */
        SETTINGS,
        /** A file with a secret or a certificate cannot be read now. */
        CREDENTIALS,
        /** The deadline passed; the request may have arrived. */
        TIMEOUT,
        /** The waiting thread was interrupted; the request may have arrived. */
        INTERRUPTED,
        /** The other side's certificate is not trusted, or it speaks no TLS that is allowed. */
        TLS,
        /** No connection, or it broke; the request may have arrived. */
        NETWORK
    }

    HttpFailure(Reason reason, String message, @Nullable Throwable cause) {
        super(reason == Reason.SETTINGS ? Kind.USER : Kind.RESOURCE, message, cause);
        this.reason = reason;
    }

    /** Settings that can never work. */
    public static HttpFailure settings(String message) {
        return new HttpFailure(Reason.SETTINGS, message, null);
    }

    public Reason reason() {
        return reason;
    }
}
