package dev.plumbline.rules;

import dev.plumbline.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * All groups of a configuration at work, in parallel, as many at a time as the options say. A new configuration leaves groups
 * that did not change alone, with their timers; the others take over the state of their predecessor. Series of groups that
 * are gone are ended after two intervals, so that a group under another name can take them over. Thread-safe.
 */
public final class RuleManager {
    private static final long DAY_MILLIS = 24 * 3_600_000L;
    /** How long the state of a group is kept that no configuration has. */
    private static final long ORPHANED_STATE_MILLIS = 7 * DAY_MILLIS;

    private final RuleServices services;
    private final Clock clock;
    private Map<String, GroupLoop> loops = new LinkedHashMap<>();
    private volatile List<GroupEvaluator> groups = List.of();
    private volatile RuleOptions options = RuleOptions.defaults();
    private Semaphore places = new Semaphore(options.concurrentGroups(), true);
    private Clock.@Nullable Timer expiry;
    private boolean applied;
    private boolean started;
    private boolean stopped;

    public RuleManager(RuleServices services) {
        this.services = services;
        this.clock = services.clock();
    }

    /** Begins to evaluate; groups that are applied later begin at once. */
    public synchronized void start() {
        if (started || stopped) {
            return;
        }
        started = true;
        loops.values().forEach(GroupLoop::start);
        expireLater();
    }

    private void expireLater() {
        expiry = clock.schedule(DAY_MILLIS, () -> {
            try {
                services.states().expire(clock.wallMillis() - ORPHANED_STATE_MILLIS);
            } catch (RuntimeException e) {
                services.listener().event(new RuleEvent.StateNotSaved("", "states of former groups could not be removed: " + e.getMessage()));
            }
            synchronized (this) {
                if (!stopped) {
                    expireLater();
                }
            }
        });
    }

    /**
     * Puts groups in place of those before. Waits for evaluations under way of groups that changed or are gone, after
     * canceling them.
     *
     * @param newGroups with distinct keys
     * @param newOptions hold for all groups from their next evaluation on; the number of concurrent groups for new ones only
     */
    public synchronized void apply(List<RuleGroup> newGroups, RuleOptions newOptions) {
        if (stopped) {
            return;
        }
        requireDistinct(newGroups);
        if (newOptions.concurrentGroups() != options.concurrentGroups()) {
            places = new Semaphore(newOptions.concurrentGroups(), true);
        }
        options = newOptions;
        Map<String, GroupLoop> before = loops;
        var after = new LinkedHashMap<String, GroupLoop>();
        for (RuleGroup group : newGroups) {
            after.put(group.key(), loop(group, before.remove(group.key())));
        }
        loops = after;
        groups = after.values().stream().map(GroupLoop::evaluator).toList();
        applied = true;
        before.values().forEach(this::remove);
    }

    private static void requireDistinct(List<RuleGroup> groups) {
        var keys = new HashSet<String>();
        for (RuleGroup group : groups) {
            if (!keys.add(group.key())) {
                throw new IllegalArgumentException("group \"" + group.key() + "\" is given twice");
            }
        }
    }

    private GroupLoop loop(RuleGroup group, @Nullable GroupLoop old) {
        if (old != null && old.evaluator().group().equals(group)) {
            return old;
        }
        var evaluator = new GroupEvaluator(group, services, () -> options, !applied);
        if (old != null) {
            old.stop();
            evaluator.copyFrom(old.evaluator());
        }
        var loop = new GroupLoop(evaluator, clock, places);
        if (started) {
            loop.start();
        }
        return loop;
    }

    private void remove(GroupLoop loop) {
        loop.stop();
        long endedAt = clock.wallMillis();
        clock.schedule(2 * loop.evaluator().group().intervalMillis(), () -> {
            if (!isStopped()) {
                loop.evaluator().markStale(endedAt);
            }
        });
    }

    private synchronized boolean isStopped() {
        return stopped;
    }

    /** Cancels what runs and waits for its end; states are kept. Series are not ended: a restart goes on with them. */
    public void stop() {
        List<GroupLoop> running;
        synchronized (this) {
            stopped = true;
            running = new ArrayList<>(loops.values());
            if (expiry != null) {
                expiry.cancel();
            }
        }
        running.forEach(GroupLoop::stop);
    }

    /** What can be told of all groups now, by file, then by name. */
    public List<GroupStatus> status() {
        return groups.stream().map(GroupEvaluator::status)
                .sorted(Comparator.comparing((GroupStatus g) -> g.group().file()).thenComparing(g -> g.group().name())).toList();
    }

    /** The options in force. */
    public RuleOptions options() {
        return options;
    }
}
