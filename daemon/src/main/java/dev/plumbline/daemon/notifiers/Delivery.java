package dev.plumbline.daemon.notifiers;

/** What became of an attempt to deliver. */
public sealed interface Delivery {

    /** The receiver has it. {@code detail} is what it said, for the log; may be empty. */
    record Delivered(String detail) implements Delivery {}

    /**
     * It may work later.
     *
     * @param afterMillis how long the receiver asked to be left alone; 0 when it said nothing
     */
    record Retry(FailureReason reason, String detail, long afterMillis) implements Delivery {}

    /** It will never work as it is: the receiver refused the message or its credentials. */
    record Failed(FailureReason reason, String detail) implements Delivery {}

    /** Alertmanager's values of the label {@code reason}. */
    enum FailureReason {
        DEFAULT("other"),
        CLIENT_ERROR("clientError"),
        SERVER_ERROR("serverError"),
        CONTEXT_CANCELED("contextCanceled"),
        CONTEXT_DEADLINE_EXCEEDED("contextDeadlineExceeded"),
        RATE_LIMITED("rateLimited");

        private final String text;

        FailureReason(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }
}
