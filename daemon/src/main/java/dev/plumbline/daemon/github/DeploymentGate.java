package dev.plumbline.daemon.github;

import dev.plumbline.analysis.Verdict;
import dev.plumbline.daemon.config.GithubConfig;
import dev.plumbline.daemon.github.DeploymentDocuments.Kept;
import dev.plumbline.daemon.github.GithubClient.Reply;
import dev.plumbline.daemon.github.Progress.State;
import dev.plumbline.daemon.http.HttpClients;
import dev.plumbline.daemon.verdicts.GateAnswer;
import dev.plumbline.daemon.verdicts.GateQuestion;
import dev.plumbline.documents.Documents;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.time.Clock;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deployments that wait at GitHub, each asked about at the gate until it says go or no-go. A decision is kept before it is sent, so
 * that after a restart the same one is sent; GitHub takes one. While it waits the state is reported when it becomes another one, at
 * most {@value #MAX_REPORTS} times. A call that may work later is tried again after a pause that doubles from 1 s to 60 s, or that
 * GitHub asked for. After 30 days GitHub gives up itself.
 *
 * <p>Thread-safe; ticks do not overlap. At most {@value #MAX_WAITING} deployments wait.
 */
public final class DeploymentGate implements AutoCloseable {
    static final int MAX_WAITING = 1_000;
    static final int MAX_REPORTS = 8;
    private static final Logger LOG = LoggerFactory.getLogger(DeploymentGate.class);
    private static final long TICK_MILLIS = 1_000;
    private static final long FIRST_PAUSE_MILLIS = 1_000;
    private static final long LONGEST_PAUSE_MILLIS = 60_000;
    private static final long LONGEST_ASKED_MILLIS = 3_600_000;
    private static final long PATIENCE_MILLIS = 30L * 86_400_000;
    private static final long EXPIRE_NANOS = 3_600_000_000_000L;
    private static final int MAX_COMMENT = 1_000;
    private final Clock clock;
    private final HttpClients clients;
    private final Function<GateQuestion, GateAnswer> ask;
    private final Map<String, Waiting> waiting = new LinkedHashMap<>(); // guarded by itself; in order of their coming
    private final ReentrantLock ticking = new ReentrantLock();
    private volatile @Nullable GithubConfig config;
    private volatile @Nullable DeploymentDocuments documents;
    private volatile Clock.@Nullable Timer timer;
    private volatile boolean stopped;
    private @Nullable GithubClient client; // guarded by ticking, as are those below
    private @Nullable GithubConfig clientFor;
    private long expiredNanos;

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

    /** Takes nothing until {@link #start}; {@code ask} is the gate. */
    public DeploymentGate(Clock clock, HttpClients clients, Function<GateQuestion, GateAnswer> ask) {
        this.clock = clock;
        this.clients = clients;
        this.ask = ask;
        expiredNanos = clock.monotonicNanos();
    }

    /** Puts a configuration in force; null: nothing is asked or sent, and what waits stays. */
    public void apply(@Nullable GithubConfig next) {
        config = next;
    }

    /** The configuration in force, null when there is none. */
    public @Nullable GithubConfig config() {
        return config;
    }

    /** Whether an address is under an API: nothing else is ever called. */
    public static boolean isUnder(URI api, String address) {
        return GithubClient.isUnder(api, address);
    }

    /** Takes up what an earlier process left, and lets the clock call {@link #tick} until {@link #close}. */
    public void start(Documents kept) {
        var opened = new DeploymentDocuments(kept);
        synchronized (waiting) {
            opened.open(MAX_WAITING).forEach(k -> waiting.putIfAbsent(k.order().id(), new Waiting(k, clock.monotonicNanos())));
        }
        documents = opened;
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

    /**
     * Keeps an order; one that is known, answered or not, is left as it is.
     *
     * @throws PlumblineException of kind RESOURCE when it cannot be kept
     */
    public void take(DeploymentOrder order) {
        DeploymentDocuments open = documents;
        if (open == null) {
            throw PlumblineException.resource("the daemon is starting; deliver it again", null);
        }
        synchronized (waiting) {
            if (waiting.containsKey(order.id()) || open.isKnown(order.id())) {
                return;
            }
            if (waiting.size() >= MAX_WAITING) {
                throw PlumblineException.resource(MAX_WAITING + " deployments wait already, which is the most", null);
            }
            var kept = new Kept(order, Progress.BEGUN);
            open.keep(kept);
            waiting.put(order.id(), new Waiting(kept, clock.monotonicNanos()));
        }
    }

    /** How many deployments have no answer. */
    public int waiting() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    /** Asks and answers for all that is due; blocks on the network. A tick during a tick does nothing. */
    public void tick() {
        DeploymentDocuments open = documents;
        GithubConfig now = config;
        if (open == null || now == null || !ticking.tryLock()) {
            return;
        }
        try {
            expire(open);
            GithubClient github = client(now);
            for (Waiting w : due()) {
                if (!look(w, new Desk(open, github))) {
                    return; // the others come with the next tick, so that one that hangs holds up each of them once
                }
            }
        } finally {
            ticking.unlock();
        }
    }

    private record Desk(DeploymentDocuments documents, GithubClient github) {}

    private void expire(DeploymentDocuments open) {
        if (clock.monotonicNanos() - expiredNanos >= EXPIRE_NANOS) {
            expiredNanos = clock.monotonicNanos();
            open.expire(clock.wallMillis());
        }
    }

    private GithubClient client(GithubConfig now) {
        GithubClient known = client;
        if (known == null || !now.equals(clientFor)) {
            known = new GithubClient(now, clients, clock);
            client = known;
            clientFor = now;
        }
        return known;
    }

    private List<Waiting> due() {
        long now = clock.monotonicNanos();
        synchronized (waiting) {
            return waiting.values().stream().filter(w -> now - w.dueNanos >= 0).toList();
        }
    }

    /** Whether nothing has to be tried again. */
    private boolean look(Waiting w, Desk desk) {
        long due = w.dueNanos;
        try {
            if (!w.kept.progress().state().isDecided()) {
                ask(w, desk);
            }
            if (w.kept.progress().state().isDecided()) {
                answer(w, desk);
            }
            if (!w.kept.progress().state().isOpen()) {
                synchronized (waiting) {
                    waiting.remove(w.kept.order().id());
                }
            }
        } catch (PlumblineException e) { // a document could not be kept
            LOG.warn("{}: {}", w.kept.order(), e.getMessage());
            pause(w, 0);
        }
        return w.dueNanos == due;
    }

    private void ask(Waiting w, Desk desk) {
        DeploymentOrder order = w.kept.order();
        if (clock.wallMillis() - order.timeMillis() >= PATIENCE_MILLIS) {
            keep(w, desk, w.kept.progress().in(State.EXPIRED, "no verdict in 30 days"));
            return;
        }
        switch (ask.apply(order.question())) {
            case GateAnswer.Judged j -> judged(w, desk, j);
            case GateAnswer.NotFound n -> keep(w, desk, w.kept.progress().in(State.REJECTING, n.detail()));
            case GateAnswer.BadQuestion b -> keep(w, desk, w.kept.progress().in(State.REJECTING, b.detail()));
        }
    }

    private void judged(Waiting w, Desk desk, GateAnswer.Judged j) {
        String said = said(j);
        switch (j.verdict()) {
            case Verdict.Go _ -> keep(w, desk, w.kept.progress().in(State.APPROVING, said));
            case Verdict.NoGo _ -> keep(w, desk, w.kept.progress().in(State.REJECTING, said));
            case Verdict.Pending _, Verdict.Inconclusive _ -> report(w, desk, j.verdict().word(), said);
        }
    }

    private static String said(GateAnswer.Judged j) {
        String stage = j.key().stage().isEmpty() ? "" : ", stage " + j.key().stage();
        String more = (j.analysis() == null ? "" : " (analysis " + j.analysis() + ")") + (j.reportUrl() == null ? "" : " " + j.reportUrl());
        String text = j.verdict().word() + ": " + j.key().service() + " " + j.key().version() + stage + ": " + j.verdict().reason();
        int most = Math.max(0, MAX_COMMENT - more.length());
        return (text.length() <= most ? text : text.substring(0, Math.max(0, most - 1)) + "…") + more;
    }

    private void report(Waiting w, Desk desk, String word, String said) {
        Progress p = w.kept.progress();
        if (p.told().equals(word) || p.reports() >= MAX_REPORTS) {
            return;
        }
        switch (desk.github.review(w.kept.order(), "", said)) {
            case Reply.Taken _ -> keep(w, desk, p.reported(word));
            case Reply.Refused refused -> {
                LOG.warn("{}: GitHub takes no report: {}", w.kept.order(), refused.why());
                keep(w, desk, p.reported(word));
            }
            case Reply.Later later -> later(w, later);
        }
    }

    private void answer(Waiting w, Desk desk) {
        Progress p = w.kept.progress();
        switch (desk.github.review(w.kept.order(), p.state().github(), p.comment())) {
            case Reply.Taken _ -> {
                LOG.info("{} {}: {}", w.kept.order(), p.state().github(), p.comment());
                keep(w, desk, p.in(State.ANSWERED, p.state().github() + ", " + p.comment()));
            }
            case Reply.Refused refused -> {
                LOG.warn("{} cannot be {}: {}", w.kept.order(), p.state().github(), refused.why());
                keep(w, desk, p.in(State.REFUSED, refused.why()));
            }
            case Reply.Later later -> later(w, later);
        }
    }

    private void later(Waiting w, Reply.Later later) {
        LOG.warn("{}: GitHub was not told: {}", w.kept.order(), later.why());
        pause(w, Math.min(later.afterMillis(), LONGEST_ASKED_MILLIS));
    }

    private void pause(Waiting w, long atLeastMillis) {
        w.dueNanos = clock.monotonicNanos() + Math.max(w.pauseMillis, atLeastMillis) * 1_000_000;
        w.pauseMillis = Math.min(2 * w.pauseMillis, LONGEST_PAUSE_MILLIS);
    }

    private static void keep(Waiting w, Desk desk, Progress next) {
        var kept = new Kept(w.kept.order(), next);
        desk.documents.keep(kept);
        w.kept = kept;
        w.pauseMillis = FIRST_PAUSE_MILLIS;
    }

    /** Ends the ticking and waits for a tick that runs. What has no answer stays kept. */
    @Override
    public void close() {
        stopped = true;
        Clock.Timer next = timer;
        if (next != null) {
            next.cancel();
        }
        ticking.lock();
        ticking.unlock();
    }
}
