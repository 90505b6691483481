package dev.plumbline.daemon.kayenta;

import dev.plumbline.model.PlumblineException;

/** Something more would exceed a bound; asking again later may help. */
public final class TooMany extends PlumblineException {
    private static final long serialVersionUID = 1;

    TooMany(String why) {
        super(Kind.RESOURCE, why, null);
    }
}
