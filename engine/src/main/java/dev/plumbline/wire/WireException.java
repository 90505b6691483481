package dev.plumbline.wire;

import dev.plumbline.model.PlumblineException;

/** Bytes that are not what they should be: the sender's mistake. Has no stack trace, since foreign bytes can cause many. */
public final class WireException extends PlumblineException {
    private static final long serialVersionUID = 1;

    /** @param message what is wrong, and where */
    public WireException(String message) {
        super(Kind.USER, message, null);
    }

    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
