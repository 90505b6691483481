package dev.plumbline.daemon.scrape;

import dev.plumbline.model.PlumblineException;

/** A scrape that was fetched and is not taken: a limit, an unusable Content-Type. */
final class ScrapeFailure extends PlumblineException {
    private static final long serialVersionUID = 1;
    private final String reason;

    ScrapeFailure(String reason, String message) {
        super(Kind.RESOURCE, message, null);
        this.reason = reason;
    }

    /** A short word for a metric's label. */
    String reason() {
        return reason;
    }
}
