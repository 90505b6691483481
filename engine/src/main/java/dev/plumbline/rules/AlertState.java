package dev.plumbline.rules;

/** What an alert is doing; ascending, so that the greatest is the state of its rule. */
public enum AlertState {
    /** Ended: kept for a while, so that this is told more than once. */
    INACTIVE("inactive"),
    /** Seen, but not for long enough. */
    PENDING("pending"),
    /** Told. */
    FIRING("firing");

    private final String text;

    AlertState(String text) {
        this.text = text;
    }

    /** Prometheus's word. */
    public String text() {
        return text;
    }
}
