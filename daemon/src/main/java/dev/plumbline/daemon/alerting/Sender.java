package dev.plumbline.daemon.alerting;

import dev.plumbline.daemon.notifiers.Delivery;
import java.util.function.Consumer;

/** Brings messages to their receivers. */
@FunctionalInterface
public interface Sender {

    /**
     * Begins to send and returns at once; {@code done} is called exactly once, from any thread, also from within this call.
     * Called without any lock held.
     */
    void send(Outgoing outgoing, Consumer<Delivery> done);
}
