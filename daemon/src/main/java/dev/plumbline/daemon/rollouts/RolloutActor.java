package dev.plumbline.daemon.rollouts;

import dev.plumbline.daemon.config.KubernetesAccess;
import dev.plumbline.daemon.config.canary.RolloutAction;
import dev.plumbline.daemon.config.canary.RolloutTarget;
import dev.plumbline.daemon.kubernetes.CustomObjects;
import dev.plumbline.daemon.kubernetes.KubernetesException;
import dev.plumbline.daemon.rollouts.OrderDocuments.Kept;
import dev.plumbline.daemon.rollouts.Outcome.Result;
import dev.plumbline.daemon.verdicts.AnalysisKey;
import dev.plumbline.daemon.verdicts.VerdictEvent;
import dev.plumbline.daemon.verdicts.VerdictSink;
import dev.plumbline.documents.Documents;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Does to Rollouts what verdicts ask for. An event is kept as an order in the documents before {@link #accept} returns;
 * {@link #tick} carries orders out, those of one Rollout in their order. A cluster that is away is tried again for ever, with a pause
 * of 1 s that doubles up to 60 s; what cannot be done yet (the Rollout is not at its pause) for an hour after the verdict.
 *
 * <p>Thread-safe; ticks do not overlap. At most {@value #MAX_WAITING} orders wait; beyond them events are not taken and come again.
 */
public final class RolloutActor implements VerdictSink, AutoCloseable {
    static final int MAX_WAITING = 1_000;
    static final long FIRST_PAUSE_MILLIS = 1_000;
    static final long LONGEST_PAUSE_MILLIS = 60_000;
    /** How long something that cannot be done yet is tried. */
    static final long PATIENCE_MILLIS = 3_600_000;
    private static final long TICK_MILLIS = 500;
    private static final long EXPIRE_MILLIS = 3_600_000;
    private final Clock clock;
    private final OrderDocuments documents;
    private final FollowDocuments followed;
    private final RolloutListener listener;
    private final Map<String, Waiting> waiting = new LinkedHashMap<>(); // guarded by itself; in order of their events
    private final ReentrantLock ticking = new ReentrantLock();
    private volatile Function<RolloutOrder, Optional<String>> frozen = order -> Optional.empty();
    private volatile KubernetesAccess access = new KubernetesAccess.InCluster();
    private final OpenCluster cluster; // guarded by ticking, as are those below
    private long awayPauseMillis = FIRST_PAUSE_MILLIS;
    private long awayUntilNanos;
    private boolean away;
    private long expiredNanos;
    private volatile Clock.@Nullable Timer timer;
    private volatile boolean stopped;

    /** An order in memory. */
    private static final class Waiting {
        private volatile Kept kept;
        private long pauseMillis = FIRST_PAUSE_MILLIS;
        private long dueNanos;

        private Waiting(Kept kept, long dueNanos) {
            this.kept = kept;
            this.dueNanos = dueNanos;
        }
    }

    /** Nothing is read or done until {@link #start}; {@code opener} is first called for the first order. */
    public RolloutActor(Clock clock, Documents documents, CustomObjects.Opener opener, RolloutListener listener) {
        this.clock = clock;
        this.documents = new OrderDocuments(documents);
        followed = new FollowDocuments(documents);
        cluster = new OpenCluster(opener);
        this.listener = listener;
        expiredNanos = clock.monotonicNanos();
    }

    /** Where the cluster is; the pod's own until this is called. Takes effect with the next tick. */
    public void access(KubernetesAccess reached) {
        access = reached;
    }

    /** Says by the name of an order's analysis why nothing may be promoted at present; nothing forbids it until this is called. */
    public void freezes(Function<String, Optional<String>> ofAnalysis) {
        frozen = order -> ofAnalysis.apply(order.id().substring(0, Math.max(0, order.id().indexOf('/'))));
    }

    /** Takes up the orders that an earlier process left, and lets the clock call {@link #tick} until {@link #close}. */
    public void start() {
        synchronized (waiting) {
            documents.unfinished(MAX_WAITING).forEach(kept -> waiting.putIfAbsent(kept.order().id(), new Waiting(kept, clock.monotonicNanos())));
        }
        schedule();
    }

    private void schedule() {
        timer = clock.schedule(TICK_MILLIS, () -> {
            try {
                if (!stopped) {
                    tick();
                }
            } finally {
                if (!stopped) {
                    schedule();
                }
            }
        });
    }

    @Override
    public String name() {
        return "rollouts";
    }

    @Override
    public void accept(VerdictEvent event) {
        RolloutTarget target = event.target();
        RolloutAction action = event.reaction().rollout();
        if (target == null || action == RolloutAction.NONE) {
            return;
        }
        String namespace = target.namespace().isEmpty() ? event.key().namespace() : target.namespace();
        take(new RolloutOrder(event.id(), action, RolloutOrder.of(target.kind(), namespace, name(target, event.key(), namespace)),
                event.key().revision(), event.weight(), event.timeMillis()));
    }

    /** A Rollout that is followed need not be called as its service is. */
    private String name(RolloutTarget target, AnalysisKey key, String namespace) {
        if (!target.name().isEmpty()) {
            return target.name();
        }
        return namespace.equals(key.namespace()) && target.kind().equals(RolloutTarget.ARGO) ? followed.nameOf(key).orElse(key.service()) : key.service();
    }

    /** Keeps an order; one that is known already, finished or not, is left as it is. */
    void take(RolloutOrder order) {
        synchronized (waiting) {
            if (waiting.containsKey(order.id()) || documents.isKnown(order.id())) {
                return;
            }
            if (waiting.size() >= MAX_WAITING) {
                throw PlumblineException.resource(MAX_WAITING + " actions on rollouts wait already, which is the most; is the cluster away?", null);
            }
            var kept = new Kept(order, Optional.empty());
            documents.pending(kept);
            waiting.put(order.id(), new Waiting(kept, clock.monotonicNanos()));
        }
    }

    /** How many orders are not finished. */
    public int waiting() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    /** Carries out what is due; blocks on the network. A tick during a tick does nothing. */
    public void tick() {
        if (!ticking.tryLock()) {
            return;
        }
        try {
            expire();
            long now = clock.monotonicNanos();
            if (away && now - awayUntilNanos < 0) {
                return;
            }
            for (Waiting order : due(now)) {
                if (!attempt(order)) {
                    return;
                }
            }
        } finally {
            ticking.unlock();
        }
    }

    private void expire() {
        long now = clock.monotonicNanos();
        if (now - expiredNanos >= EXPIRE_MILLIS * 1_000_000) {
            expiredNanos = now;
            documents.expire(clock.wallMillis());
        }
    }

    /** The first order of every Rollout, if it is due. */
    private List<Waiting> due(long nowNanos) {
        var due = new ArrayList<Waiting>();
        Set<Object> seen = new HashSet<>();
        synchronized (waiting) {
            for (Waiting order : waiting.values()) {
                if (seen.add(order.kept.order().rollout()) && nowNanos - order.dueNanos >= 0) {
                    due.add(order);
                }
            }
        }
        return due;
    }

    /** Whether the cluster can be reached. */
    private boolean attempt(Waiting order) {
        Outcome outcome = recorded(order.kept, overtaken(order.kept.order(), limited(order.kept.order(), outcome(order))));
        if (outcome.result().isFinal()) {
            synchronized (waiting) {
                waiting.remove(order.kept.order().id());
            }
        } else if (outcome.result() == Result.RETRIED) {
            order.dueNanos = clock.monotonicNanos() + order.pauseMillis * 1_000_000;
            order.pauseMillis = longer(order.pauseMillis);
        }
        listener.attempted(order.kept.order(), outcome);
        away(outcome.result() == Result.AWAY);
        return outcome.result() != Result.AWAY;
    }

    private Outcome outcome(Waiting order) {
        RolloutOrder asked = order.kept.order();
        try {
            Optional<String> freeze = promotes(asked) ? frozen.apply(asked) : Optional.empty();
            if (freeze.isPresent()) {
                return new Outcome(Result.RETRIED, freeze.get());
            }
            return new Attempt(cluster.at(access), order.kept.order(), order.kept.intent(), intent -> {
                var kept = new Kept(order.kept.order(), Optional.of(intent));
                documents.pending(kept);
                order.kept = kept;
            }).run();
        } catch (KubernetesException e) {
            return new Outcome(Result.AWAY, String.valueOf(e.getMessage()));
        } catch (PlumblineException e) { // the document could not be kept, or the answer was no Rollout
            return new Outcome(Result.RETRIED, String.valueOf(e.getMessage()));
        }
    }

    private static boolean promotes(RolloutOrder order) {
        return order.action() == RolloutAction.PROMOTE || order.action() == RolloutAction.PROMOTE_FULL;
    }

    /** What is not recorded counts as not done: the next attempt finds the Rollout as it is then. */
    private Outcome recorded(Kept kept, Outcome outcome) {
        try {
            if (outcome.result().isFinal()) {
                documents.finished(kept, outcome);
            }
            return outcome;
        } catch (PlumblineException e) {
            return new Outcome(Result.RETRIED, outcome.result().word() + ", which could not be kept: " + e.getMessage());
        }
    }

    private Outcome limited(RolloutOrder order, Outcome outcome) {
        boolean tooLate = clock.wallMillis() - order.timeMillis() >= PATIENCE_MILLIS;
        return outcome.result() == Result.RETRIED && tooLate
                ? new Outcome(Result.SKIPPED, "given up an hour after the verdict: " + outcome.detail()) : outcome;
    }

    /** A promotion that waits for its moment must not keep a later verdict about the same revision waiting. */
    private Outcome overtaken(RolloutOrder order, Outcome outcome) {
        if (outcome.result() != Result.RETRIED || !promotes(order)) {
            return outcome;
        }
        synchronized (waiting) {
            boolean before = true;
            for (Waiting other : waiting.values()) {
                RolloutOrder later = other.kept.order();
                if (!before && later.rollout().equals(order.rollout()) && later.revision().equals(order.revision())) {
                    return new Outcome(Result.SKIPPED, "overtaken by " + later + ": " + outcome.detail());
                }
                before &= !later.id().equals(order.id());
            }
        }
        return outcome;
    }

    private void away(boolean now) {
        away = now;
        if (now) {
            awayUntilNanos = clock.monotonicNanos() + awayPauseMillis * 1_000_000;
        }
        awayPauseMillis = now ? longer(awayPauseMillis) : FIRST_PAUSE_MILLIS;
    }

    private static long longer(long pauseMillis) {
        return Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
    }

    /** Ends the ticking, waits for a tick that runs, and lets go of the cluster. Orders that are not finished stay kept. */
    @Override
    public void close() {
        stopped = true;
        Clock.Timer next = timer;
        if (next != null) {
            next.cancel();
        }
        ticking.lock();
        try {
            cluster.close();
        } finally {
            ticking.unlock();
        }
    }
}
