package dev.plumbline.daemon.collectors.remotewrite;

/**
 * What to answer to a request.
 *
 * @param status HTTP status: 204; 400, 413 and 415 when sending it again is no use; 429, 500 and 503 when it is
 * @param text why; empty for 204
 * @param written what was kept of the request
 * @param retryAfterSeconds when to come again; 0: nothing to say
 */
public record WriteAnswer(int status, String text, Written written, int retryAfterSeconds) {

    /** Numbers of samples, native histograms and exemplars that were kept. */
    public record Written(int samples, int histograms, int exemplars) {
        public static final Written NOTHING = new Written(0, 0, 0);
    }

    static WriteAnswer refused(int status, String text) {
        return new WriteAnswer(status, text, Written.NOTHING, 0);
    }

    static WriteAnswer later(String text, int seconds) {
        return new WriteAnswer(503, text, Written.NOTHING, seconds);
    }
}
