package dev.plumbline.daemon.kayenta;

import dev.plumbline.documents.Document;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs jobs when they are due: at most {@value #MAX_RUNNING} that are not complete, {@value #MAX_AT_ONCE} of which advance at a time.
 * A job is stored before it begins, and a step before it is seen; while the store fails the step is kept and stored
 * later. What cannot be had at present is tried again, {@value #MAX_FAILURES} times in a row within some minutes, then the job ends.
 * Thread-safe.
 */
final class JobRunner {
    static final int MAX_RUNNING = 200;
    private static final int MAX_AT_ONCE = 4;
    private static final int MAX_FAILURES = 10;
    private static final long CROWDED_MILLIS = 250;
    private static final long LOOK_MILLIS = 60_000;
    private static final long FIRST_RETRY_MILLIS = 1_000;
    private static final long STORE_RETRY_MILLIS = 5_000;
    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);
    private final Clock clock;
    private final KayentaStore store;
    private final Map<String, Entry> running = new ConcurrentHashMap<>();
    private final Semaphore places = new Semaphore(MAX_AT_ONCE);
    private volatile boolean stopped;

    /** A job under way; guarded by itself. */
    private static final class Entry {
        private Job job;
        private int failures;
        private boolean over;
        private boolean complained;

        Entry(Job job) {
            this.job = job;
        }

        synchronized Job job() {
            return job;
        }
    }

    JobRunner(Clock clock, KayentaStore store) {
        this.clock = clock;
        this.store = store;
    }

    /**
     * Begins a job; it is stored when this returns.
     *
     * @throws TooMany when as many run as may
     */
    void begin(Job job) {
        var entry = new Entry(job);
        synchronized (running) {
            if (running.size() >= MAX_RUNNING) {
                throw new TooMany(MAX_RUNNING + " executions and standalone analyses run, which is the most; ask again when some have ended");
            }
            running.put(job.id(), entry);
        }
        try {
            store.write(List.of(job.document()));
        } catch (RuntimeException e) {
            running.remove(job.id());
            throw e;
        }
        goOn(entry);
    }

    /** Takes up a job that was stored. */
    void resume(Job job) {
        var entry = new Entry(job);
        if (running.putIfAbsent(job.id(), entry) == null) {
            goOn(entry);
        }
    }

    /** A job that is not complete. */
    Optional<Job> find(String id) {
        return Optional.ofNullable(running.get(id)).map(Entry::job);
    }

    /** How many are not complete. */
    int running() {
        return running.size();
    }

    /** Cancels a job; false when none of this id runs. */
    boolean cancel(String id, String why) {
        Entry entry = running.get(id);
        if (entry == null) {
            return false;
        }
        synchronized (entry) {
            if (!entry.over) {
                stored(entry, entry.job.ended(Status.CANCELED, why));
            }
        }
        return true;
    }

    /** Nothing advances any more; what runs is taken up after the next start. */
    void stop() {
        stopped = true;
    }

    private void goOn(Entry entry) {
        schedule(entry, Math.clamp(entry.job().dueMillis() - clock.wallMillis(), 0, LOOK_MILLIS));
    }

    private void schedule(Entry entry, long delayMillis) {
        clock.schedule(delayMillis, () -> look(entry));
    }

    private void look(Entry entry) {
        Job job = entry.job();
        if (stopped || running.get(job.id()) != entry) {
            return;
        }
        if (job.dueMillis() > clock.wallMillis()) {
            goOn(entry);
        } else if (places.tryAcquire()) {
            Optional<Job.Step> step;
            try {
                step = step(entry, job);
            } finally {
                places.release();
            }
            step.ifPresent(s -> keep(entry, s));
        } else {
            schedule(entry, CROWDED_MILLIS);
        }
    }

    /** Empty when it is tried again later. */
    private Optional<Job.Step> step(Entry entry, Job job) {
        try {
            Job.Step step = job.advance();
            entry.failures = 0;
            return Optional.of(step);
        } catch (PlumblineException e) {
            if (e.kind() == PlumblineException.Kind.RESOURCE && entry.failures < MAX_FAILURES) {
                schedule(entry, Math.min(LOOK_MILLIS, FIRST_RETRY_MILLIS << entry.failures++));
                return Optional.empty();
            }
            return Optional.of(job.ended(Status.TERMINAL, e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("execution {} failed by a bug", job.id(), e);
            return Optional.of(job.ended(Status.TERMINAL, "unexpected failure: " + e));
        }
    }

    private void keep(Entry entry, Job.Step step) {
        synchronized (entry) {
            if (stopped || entry.over) {
                return;
            }
            try {
                stored(entry, step);
            } catch (PlumblineException e) {
                notStored(entry, step, e);
                return;
            }
        }
        if (!step.next().isComplete()) {
            goOn(entry);
        }
    }

    private void notStored(Entry entry, Job.Step step, PlumblineException e) {
        if (!entry.complained) {
            entry.complained = true;
            LOG.error("what came of execution {} cannot be kept, it is tried again: {}", step.next().id(), e.getMessage());
        }
        boolean tooLarge = e.kind() == PlumblineException.Kind.USER && !step.results().isEmpty();
        Job.Step again = tooLarge ? entry.job.ended(Status.TERMINAL, "what came of it cannot be kept: " + e.getMessage()) : step;
        clock.schedule(tooLarge ? 0 : STORE_RETRY_MILLIS, () -> keep(entry, again));
    }

    /** Stores a step, after which it is seen. */
    private void stored(Entry entry, Job.Step step) {
        var all = new ArrayList<Document>(step.results());
        all.add(step.next().document());
        store.write(all);
        entry.job = step.next();
        if (step.next().isComplete()) {
            entry.over = true;
            running.remove(step.next().id());
        }
    }
}
