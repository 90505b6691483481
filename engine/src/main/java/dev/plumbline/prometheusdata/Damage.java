package dev.plumbline.prometheusdata;

import dev.plumbline.model.PlumblineException;

/** Bytes that are not what they should be. Has no stack trace, since a damaged file can cause many. */
final class Damage extends PlumblineException {
    private static final long serialVersionUID = 1;

    Damage(String message) {
        super(Kind.USER, message, null);
    }

    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
