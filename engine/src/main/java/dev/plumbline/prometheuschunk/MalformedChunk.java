package dev.plumbline.prometheuschunk;

import dev.plumbline.model.PlumblineException;

/** A chunk that is not what its encoding says. Has no stack trace, since foreign bytes can cause many. */
public final class MalformedChunk extends PlumblineException {
    private static final long serialVersionUID = 1;

    /** @param message what is wrong */
    public MalformedChunk(String message) {
        super(Kind.USER, message, null);
    }

    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
