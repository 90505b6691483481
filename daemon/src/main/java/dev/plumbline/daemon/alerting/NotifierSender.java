package dev.plumbline.daemon.alerting;

import dev.plumbline.daemon.notifiers.Delivery;
import dev.plumbline.daemon.notifiers.Notifier;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Sends over notifiers, each attempt on a virtual thread of its own; how many there are at once is bounded by who calls.
 * Thread-safe.
 */
public final class NotifierSender implements Sender {
    private final ExecutorService threads;
    private volatile Map<Outgoing.Target, Notifier> notifiers = Map.of();

    /** {@code threads} starts a thread for each task, as {@code Executors.newVirtualThreadPerTaskExecutor()} does. */
    public NotifierSender(ExecutorService threads) {
        this.threads = threads;
    }

    /** Makes these the notifiers in force; the caller closes the earlier ones when their attempts have had time to end. */
    public void apply(Map<Outgoing.Target, Notifier> newNotifiers) {
        notifiers = Map.copyOf(newNotifiers);
    }

    @Override
    public void send(Outgoing outgoing, Consumer<Delivery> done) {
        try {
            threads.execute(() -> done.accept(attempt(outgoing)));
        } catch (RejectedExecutionException e) { // the process ends: the message stays kept
            done.accept(new Delivery.Retry(Delivery.FailureReason.CONTEXT_CANCELED, "the daemon is stopping", 0));
        }
    }

    private Delivery attempt(Outgoing outgoing) {
        Notifier notifier = notifiers.get(outgoing.target());
        if (notifier == null) { // a reload is under way: either it comes, or the message is dropped by it
            return new Delivery.Retry(Delivery.FailureReason.DEFAULT, "no notifier for " + outgoing.target(), 0);
        }
        try {
            return notifier.send(outgoing.message());
        } catch (RuntimeException e) { // a bug in a notifier must not lose the message
            return new Delivery.Retry(Delivery.FailureReason.DEFAULT, "the notifier failed: " + e, 0);
        }
    }
}
