package dev.plumbline.daemon.notifiers;

/** Sends messages to one place. Thread-safe; immutable but for its connections. */
public interface Notifier extends AutoCloseable {

    /**
     * Sends one message and waits for the answer, as long as the receiver's timeout allows. Blocks: call it on a virtual
     * thread. Never throws for what the other side does; an interrupt ends the wait and counts as {@link Delivery.Retry}.
     */
    Delivery send(Message message);

    @Override
    void close();
}
