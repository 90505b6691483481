package dev.plumbline.daemon.heartbeat;

/**
 * Why there is no beat.
 *
 * @param detail for the log: what exactly, with figures
 */
record Withheld(Reason reason, String detail) {

    /** The values of the label {@code reason}. */
    public enum Reason {
        /** Rule groups that should be evaluated within a minute have not been since the start. */
        STARTING("starting"),
        /** A rule group has not been evaluated for 3 intervals and at least a minute. */
        RULES_STALLED("rules_stalled"),
        /** A rule has failed in every evaluation for as long. */
        RULES_FAILING("rules_failing"),
        /** The rule Watchdog is loaded and does not fire. */
        WATCHDOG_SILENT("watchdog_silent"),
        /** The dispatcher has not looked for work for a minute. */
        DELIVERY_STALLED("delivery_stalled"),
        /** A message has waited for five minutes. */
        DELIVERY_BEHIND("delivery_behind"),
        /** What must not be lost cannot be kept. */
        STORE("store"),
        /** The wall clock stands still or goes back. */
        CLOCK("clock"),
        /** Health itself could not be told. */
        UNKNOWN("unknown");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }
}
