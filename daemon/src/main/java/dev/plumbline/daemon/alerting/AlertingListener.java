package dev.plumbline.daemon.alerting;

import dev.plumbline.daemon.notifiers.Delivery;

/** Told of what is counted. Quick, without blocking, from any thread, partly under the core's lock: it must not call back. */
public interface AlertingListener {
    /** Listens to nothing. */
    AlertingListener NONE = new AlertingListener() {};

    /** Why a message was given up. */
    enum Drop {
        REFUSED("refused"), EXPIRED("expired"), UNCONFIGURED("unconfigured");

        private final String text;

        Drop(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /** An alert was heard of. */
    default void received(boolean resolved) {}

    /** An attempt to deliver ended. */
    default void attempted(Outgoing outgoing, Delivery delivery, long nanos) {}

    /** A message was given up. */
    default void dropped(Outgoing.Target target, Drop reason) {}

    /** The newest waiting message of a full queue was replaced by a newer one. */
    default void replaced() {}

    /** A message is sent that could not be kept before. */
    default void sentUnpersisted() {}
}
