package dev.plumbline.daemon.keptn;

import dev.plumbline.model.PlumblineException;

/** One more would exceed a bound; asking again later helps. */
public final class Busy extends PlumblineException {
    private static final long serialVersionUID = 1;

    Busy(String why) {
        super(Kind.RESOURCE, why, null);
    }
}
