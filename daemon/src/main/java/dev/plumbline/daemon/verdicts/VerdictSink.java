package dev.plumbline.daemon.verdicts;

/**
 * Who is told of verdicts: receivers, rollouts. Called from one thread at a time, after what the event tells was stored.
 *
 * <p>At least once: a call that returned is remembered with the analysis and not repeated, unless the process ended before
 * that was stored; a call that threw is repeated later. The {@link VerdictEvent#id} is the same for the same event always, so that a
 * sink can tell. A sink keeps the event (an outbox) before it returns, and does not wait for a network.
 */
public interface VerdictSink {

    /** Tells sinks apart in what is remembered: unique, 1 to 32 of {@code a-z -}, never changed. */
    String name();

    /** Takes an event. @throws RuntimeException when it could not be kept; it comes again */
    void accept(VerdictEvent event);
}
