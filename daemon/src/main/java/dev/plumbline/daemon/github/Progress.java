package dev.plumbline.daemon.github;

/**
 * How far an order is.
 *
 * @param state as it is kept
 * @param comment what is sent with the decision, or what came of it
 * @param told the verdict's word that was last reported while waiting, empty when none was
 * @param reports how many such reports were sent; GitHub takes ten
 */
record Progress(State state, String comment, String told, int reports) {
    static final Progress BEGUN = new Progress(State.WAITING, "", "", 0);

    /** What is to be done next, or was done last. */
    enum State {
        /** Ask the gate. */
        WAITING(""),
        /** Send that it may go on. */
        APPROVING("approved"),
        /** Send that it may not. */
        REJECTING("rejected"),
        /** Sent. */
        ANSWERED(""),
        /** GitHub does not take an answer. */
        REFUSED(""),
        /** No answer was found while GitHub waits. */
        EXPIRED("");

        private final String github;

        State(String github) {
            this.github = github;
        }

        /** GitHub's word for a decision. */
        String github() {
            return github;
        }

        boolean isOpen() {
            return this == WAITING || isDecided();
        }

        boolean isDecided() {
            return this == APPROVING || this == REJECTING;
        }
    }

    Progress in(State next, String text) {
        return new Progress(next, text, told, reports);
    }

    Progress reported(String word) {
        return new Progress(state, comment, word, reports + 1);
    }
}
