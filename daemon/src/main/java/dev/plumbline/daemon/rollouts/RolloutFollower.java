package dev.plumbline.daemon.rollouts;

import dev.plumbline.daemon.config.KubernetesAccess;
import dev.plumbline.daemon.config.RolloutsConfig;
import dev.plumbline.daemon.config.canary.Policies;
import dev.plumbline.daemon.config.canary.PolicyDefinition;
import dev.plumbline.daemon.config.canary.StageDefinition;
import dev.plumbline.daemon.kubernetes.ApiObject;
import dev.plumbline.daemon.kubernetes.Clusters;
import dev.plumbline.daemon.kubernetes.CustomObjects;
import dev.plumbline.daemon.kubernetes.KubernetesException;
import dev.plumbline.daemon.kubernetes.ObjectCache;
import dev.plumbline.daemon.kubernetes.ObjectQuery;
import dev.plumbline.daemon.rollouts.FollowListener.State;
import dev.plumbline.daemon.verdicts.GateAnswer;
import dev.plumbline.daemon.verdicts.GateService;
import dev.plumbline.documents.Documents;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.time.Clock;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches Rollouts and asks the gate about their releases, as a controller's analysis would: whenever the newest revision is not the
 * stable one and has come to a stage that was not asked for yet. What follows from verdicts is none of its business.
 *
 * <p>A stage of a release is asked for once: what was asked is kept in the documents, so that a restart, a watch that
 * begins again and a verdict that does not answer any more start no second analysis. Rollouts that no policy in force governs are left
 * alone. An aborted revision is not asked about any more, nor is one that somebody promotes fully.
 *
 * <p>Thread-safe. Changes are collected for 200 ms; looks do not overlap; what could not be asked is tried again after 5 s. Nothing
 * happens while nothing changes.
 */
public final class RolloutFollower implements AutoCloseable {
    static final long COLLECT_MILLIS = 200;
    static final long RETRY_MILLIS = 5_000;
    private static final Logger LOG = LoggerFactory.getLogger(RolloutFollower.class);
    private final Surroundings around;
    private final FollowListener listener;
    private final FollowDocuments documents;
    private final OpenCluster cluster; // guarded by looking, as is the next
    private final Map<String, Watched> rollouts = new HashMap<>();
    private final ReentrantLock looking = new ReentrantLock();
    private volatile List<Clusters.Lease> leases = List.of();
    private volatile KubernetesAccess access = new KubernetesAccess.InCluster();
    private volatile boolean anew;
    private @Nullable RolloutsConfig applied; // guarded by this, as are those below
    private Clock.@Nullable Timer timer;
    private long dueNanos;
    private boolean closed;

    /** What it works with; {@code opener} is first called when a ReplicaSet has to be read. */
    public record Surroundings(Clock clock, GateService gate, Clusters clusters, CustomObjects.Opener opener) {}

    /** Nothing is watched until {@link #apply}. */
    public RolloutFollower(Surroundings around, Documents kept, FollowListener listener) {
        this.around = around;
        this.listener = listener;
        documents = new FollowDocuments(kept);
        cluster = new OpenCluster(around.opener);
    }

    /** Follows what the configuration says from now on, and looks at everything again: policies may be others. */
    public void apply(RolloutsConfig config) {
        replaced(config).forEach(Clusters.Lease::close); // after the new ones, which may share their watches
        anew = true;
        wake(0);
    }

    /** The leases that are not needed any more. */
    private synchronized List<Clusters.Lease> replaced(RolloutsConfig config) {
        if (closed || config.equals(applied)) {
            return List.of();
        }
        applied = config;
        access = config.access();
        List<Clusters.Lease> before = leases;
        leases = acquire(config);
        documents.expire(around.clock.wallMillis());
        return before;
    }

    private List<Clusters.Lease> acquire(RolloutsConfig config) {
        RolloutsConfig.Follow follow = config.follow();
        if (follow == null) {
            return List.of();
        }
        List<String> namespaces = follow.namespaces().isEmpty() ? List.of("") : follow.namespaces();
        return namespaces.stream().map(n -> around.clusters.acquire(config.access(), ObjectQuery.all(ObjectQuery.Kind.ROLLOUT, n),
                () -> wake(COLLECT_MILLIS))).toList();
    }

    /** Looks so much later, unless that is planned sooner. */
    private synchronized void wake(long delayMillis) {
        long due = around.clock.monotonicNanos() + delayMillis * 1_000_000;
        Clock.Timer planned = timer;
        if (closed || (planned != null && dueNanos - due <= 0)) {
            return;
        }
        if (planned != null) {
            planned.cancel();
        }
        dueNanos = due;
        timer = around.clock.schedule(delayMillis, this::woken);
    }

    private void woken() {
        synchronized (this) {
            timer = null;
            if (closed) {
                return;
            }
        }
        if (!looking.tryLock()) { // an earlier look waits for the network
            wake(COLLECT_MILLIS);
            return;
        }
        try {
            if (!look()) {
                wake(RETRY_MILLIS);
            }
        } finally {
            looking.unlock();
        }
    }

    /** Looks at every Rollout that changed; whether nothing is left to do. */
    private boolean look() {
        if (anew) {
            anew = false;
            rollouts.values().forEach(w -> w.settled = false);
        }
        boolean complete = true;
        boolean settled = true;
        Set<String> there = new HashSet<>();
        for (Clusters.Lease lease : leases) {
            complete &= lease.cache().isSynced();
            for (ApiObject object : lease.cache().objects()) {
                if (object instanceof ApiObject.Custom rollout) {
                    there.add(rollout.key());
                    settled &= look(rollout);
                }
            }
        }
        if (complete) {
            rollouts.keySet().retainAll(there);
        }
        listener.counted(states());
        return settled;
    }

    private Map<State, Integer> states() {
        Map<State, Integer> states = new EnumMap<>(State.class);
        for (State state : State.values()) {
            states.put(state, (int) rollouts.values().stream().filter(w -> w.state == state).count());
        }
        return states;
    }

    private boolean look(ApiObject.Custom object) {
        Watched w = rollouts.computeIfAbsent(object.key(), key -> new Watched());
        if (w.isNews(object)) {
            try {
                w.settled = look(w, w.seen(object));
            } catch (Versions.AwayException | KubernetesException | RuntimeException e) { // one that fails keeps no other waiting
                w.settled = false;
                listener.waiting("Rollout " + object.key(), expected(e) ? String.valueOf(e.getMessage()) : e.toString());
            }
        }
        return w.settled;
    }

    private static boolean expected(Exception e) {
        return e instanceof PlumblineException || !(e instanceof RuntimeException);
    }

    private boolean look(Watched w, Sighting seen) throws Versions.AwayException, KubernetesException {
        if (!seen.rollout().seen() || seen.revision().isEmpty()) {
            return true; // the controller comes to it, which is a change
        }
        Policies.Found found = around.gate.policies().find(seen.namespace(), seen.service(), seen.policy());
        if (!(found instanceof Policies.Found.One one)) {
            w.leaveAlone(() -> LOG.debug("Rollout {} is left alone: no policy governs service {}", seen.key(), seen.service()));
            return true;
        }
        FollowedRelease known = remembered(w, seen);
        State state = state(seen);
        w.follow(state, () -> listener.changed("Rollout " + seen.key() + " at " + seen.revision(), state));
        return switch (state) {
            case STABLE -> true;
            case ABORTED -> {
                keep(w, (known.isAbout(seen.revision()) ? known : known.withRelease(aborted(seen))).ended());
                yield true;
            }
            case RELEASING -> seen.rollout().status().promoteFull() || release(w, seen, one.policy());
        };
    }

    private static State state(Sighting seen) {
        boolean stable = seen.stableRevision().isEmpty() || seen.stableRevision().equals(seen.revision());
        return stable ? State.STABLE : seen.rollout().status().aborted() ? State.ABORTED : State.RELEASING;
    }

    /** What is kept of it, with the newest revision's version, for the time when it is the stable one. */
    private FollowedRelease remembered(Watched w, Sighting seen) {
        FollowedRelease known = w.known == null ? documents.get(seen.namespace(), seen.name()) : w.known;
        w.known = known;
        return seen.version().isEmpty() || known.knows(seen.revision(), seen.version()) ? known
                : keep(w, known.withVersion(seen.revision(), seen.version()));
    }

    private FollowedRelease keep(Watched w, FollowedRelease next) {
        if (!next.equals(w.known)) {
            documents.put(next, around.clock.wallMillis());
            w.known = next;
        }
        return next;
    }

    /** One that was given up before it was asked about needs no more than its revision. */
    private static FollowedRelease.Identity aborted(Sighting seen) {
        return new FollowedRelease.Identity(seen.service(), seen.version(), "", seen.revision(), seen.policy());
    }

    private FollowedRelease identified(Sighting seen, FollowedRelease known) throws Versions.AwayException, KubernetesException {
        return new Versions(cluster.at(access), seen, known).identified();
    }

    private boolean release(Watched w, Sighting seen, PolicyDefinition policy) throws Versions.AwayException, KubernetesException {
        FollowedRelease known = remembered(w, seen);
        Optional<StageDefinition> stage = StageChoice.of(seen.traffic(), policy);
        if (stage.isEmpty() || known.isDone(seen.revision(), stage.get().name())) {
            return true;
        }
        FollowedRelease asking = keep(w, known.isAbout(seen.revision()) ? known : identified(seen, known)); // before a verdict has to find it
        return ask(w, asking, stage.get().name(), seen.traffic());
    }

    private boolean ask(Watched w, FollowedRelease release, String stage, Traffic traffic) {
        return switch (around.gate.ask(release.question(stage))) {
            case GateAnswer.Judged judged -> {
                String analysis = judged.analysis();
                if (analysis == null) {
                    listener.waiting(release.toString(), judged.reason());
                    yield false;
                }
                keep(w, release.withAsked(stage));
                listener.asked(release + " at " + traffic, stage, analysis);
                yield true;
            }
            case GateAnswer.NotFound(String detail) -> refused(release, stage, detail);
            case GateAnswer.BadQuestion(String detail) -> refused(release, stage, detail);
        };
    }

    private boolean refused(FollowedRelease release, String stage, String why) {
        listener.refused(release.toString(), stage, why);
        return true;
    }

    /** How often a list or a watch of Rollouts was begun again. */
    public long restarts() {
        return leases.stream().mapToLong(lease -> lease.cache().restarts()).sum();
    }

    /** Why Rollouts cannot be listed or watched at present; empty when all is well, or nothing is followed. */
    public Optional<String> trouble() {
        return leases.stream().map(lease -> lease.cache().health()).map(ObjectCache.Health::lastError)
                .filter(e -> e != null).map(String::valueOf).findFirst();
    }

    /** Ends the watches and waits for a look that goes on. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            if (timer != null) {
                timer.cancel();
            }
        }
        leases.forEach(Clusters.Lease::close);
        looking.lock();
        try {
            cluster.close();
        } finally {
            looking.unlock();
        }
    }
}
