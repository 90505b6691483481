package dev.plumbline.daemon.notifiers;

/** What is sent to one integration of a receiver: about alerts, or about a verdict. Plain data, so that it can be kept. */
public sealed interface Message permits Notification, VerdictMessage {

    /** The same for every message about the same matter to this integration, and for no other: what an incident is known by. */
    String key();

    /** The same for every attempt to deliver this message, and for no other message to this integration. */
    String id();

    /** The receiver's name in the configuration. */
    String receiver();

    /** When it was decided on, ms since the epoch. */
    long createdAtMillis();

    /** Whether a person asked for it to try the receiver out. */
    boolean test();
}
