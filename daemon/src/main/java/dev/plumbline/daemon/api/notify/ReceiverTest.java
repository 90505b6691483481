package dev.plumbline.daemon.api.notify;

import java.util.List;

/** Sends a marked test message to every integration of a receiver and waits for what becomes of it. */
@FunctionalInterface
public interface ReceiverTest {

    /**
     * Tries a receiver out.
     *
     * @return what became of it for each integration, in the order of the configuration
     * @throws dev.plumbline.model.PlumblineException of kind USER when there is no such receiver, naming those that there are
     */
    List<Outcome> run(String receiver);

    /**
     * What became of one message.
     *
     * @param integration the kind and its place among its receiver's integrations: {@code slack[0]}
     * @param state delivered, failed, or waiting when there is no answer yet and it is tried on
     * @param detail what the other side said or why it failed; may be empty
     */
    record Outcome(String integration, State state, String detail) {}

    /** How far a test message got. */
    enum State {
        DELIVERED("delivered"), WAITING("waiting"), FAILED("failed");

        private final String word;

        State(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }
}
