package dev.plumbline.daemon.api.http;

import dev.plumbline.model.PlumblineException;

/** A request parameter that is missing or cannot be read: Prometheus's {@code bad_data}, HTTP 400. */
public final class BadParameter extends PlumblineException {
    private static final long serialVersionUID = 1;

    public BadParameter(String message) {
        super(Kind.USER, message, null);
    }

    /** In Prometheus's words: {@code invalid parameter "name": why}. */
    public static BadParameter of(String name, String why) {
        return new BadParameter("invalid parameter \"" + name + "\": " + why);
    }
}
