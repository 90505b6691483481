package dev.plumbline.daemon.kubernetes;

import dev.plumbline.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one query, kept up to date: list once, then watch from the version listed. A watch that ends is opened
 * again from the last version seen; when the server no longer knows that version, or ends a watch at once, everything is
 * listed anew. While the server is away the last objects stay, and it is tried again after 1 s, 2 s … 30 s. Thread-safe;
 * work happens on threads of the clock and of the client, never under a caller's lock.
 */
public final class ObjectCache implements AutoCloseable {
    private static final long FIRST_DELAY_MILLIS = 1_000;
    private static final int MAX_DOUBLINGS = 5; // 30 s is the bound below
    private static final long MAX_DELAY_MILLIS = 30_000;
    /** A watch that ends sooner and has said nothing was not a good one. */
    private static final long GOOD_WATCH_NANOS = 5_000_000_000L;
    private final Clock clock;
    private final Connection connection;
    private final ObjectQuery query;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private Map<String, ApiObject> objects = new TreeMap<>();
    private boolean synced;
    private boolean closed;
    private String version = "";
    private int failuresInRow;
    private long restarts;
    private long generation;
    private KubernetesApi.@Nullable Watch watch;
    private Clock.@Nullable Timer timer;
    private Health health = new Health(0, 0, null);

    /** Where the client comes from; asked before every attempt, so that credentials may appear later. */
    interface Connection {
        KubernetesApi api() throws KubernetesException;
    }

    /** Requests that were tried and that failed, and what is wrong now (null: nothing). */
    public record Health(long requests, long failures, @Nullable String lastError) {}

    ObjectCache(Clock clock, Connection connection, ObjectQuery query) {
        this.clock = clock;
        this.connection = connection;
        this.query = query;
    }

    synchronized void start() {
        timer = clock.schedule(0, this::list);
    }

    /** {@code changed} is called after every change and when the first list is there, until it is removed. */
    void subscribe(Runnable changed) {
        listeners.add(changed);
    }

    void unsubscribe(Runnable changed) {
        listeners.remove(changed);
    }

    /** Whether the objects have been listed once. */
    public synchronized boolean isSynced() {
        return synced;
    }

    /** The objects now, by ascending key; a copy. */
    public synchronized List<ApiObject> objects() {
        return new ArrayList<>(objects.values());
    }

    /** The object of a key, or null. */
    public synchronized @Nullable ApiObject get(String key) {
        return objects.get(key);
    }

    /** How it goes. */
    public synchronized Health health() {
        return health;
    }

    private void list() {
        if (isClosed()) {
            return;
        }
        try {
            KubernetesApi.Listing listing = connection.api().list(query);
            var fresh = new TreeMap<String, ApiObject>();
            listing.objects().forEach(object -> fresh.put(object.key(), object));
            replace(fresh, listing.version());
            listeners.forEach(Runnable::run);
            watch();
        } catch (KubernetesException e) {
            retry(e, this::list);
        }
    }

    private synchronized void replace(Map<String, ApiObject> fresh, String at) {
        objects = fresh;
        version = at;
        synced = true;
        succeeded();
    }

    private synchronized void succeeded() {
        health = new Health(health.requests() + 1, health.failures(), null);
    }

    private void watch() {
        long mine;
        String from;
        synchronized (this) {
            if (closed) {
                return;
            }
            mine = ++generation;
            from = version;
        }
        try {
            keep(connection.api().watch(query, from, new Feed(mine)), mine);
        } catch (KubernetesException e) {
            retry(e, e.isGone() ? this::list : this::watch);
        }
    }

    /** Takes an opened watch, unless it has ended or the cache was closed while it was opened. */
    private void keep(KubernetesApi.Watch opened, long mine) {
        synchronized (this) {
            if (!closed && mine == generation) {
                watch = opened;
                succeeded();
                return;
            }
        }
        opened.close();
    }

    private synchronized void retry(KubernetesException e, Runnable what) {
        health = new Health(health.requests() + 1, health.failures() + 1, query + ": " + e.getMessage());
        generation++;
        // A version that is too old is no sign of trouble: list at once, unless that happens again and again.
        later(e.isGone() && failuresInRow == 0 ? 0 : delay(), what);
        failuresInRow++;
    }

    private long delay() {
        return Math.min(MAX_DELAY_MILLIS, FIRST_DELAY_MILLIS << Math.min(failuresInRow, MAX_DOUBLINGS));
    }

    /** How often a list or a watch was begun again, also where the server just ended a watch, as it does every few minutes. */
    public synchronized long restarts() {
        return restarts;
    }

    private void later(long delayMillis, Runnable what) {
        if (!closed) {
            restarts++;
            timer = clock.schedule(delayMillis, what);
        }
    }

    private synchronized void ended(Feed feed, @Nullable KubernetesException reason) {
        if (closed || feed.mine != generation) {
            return;
        }
        watch = null;
        boolean good = feed.spoke || clock.monotonicNanos() - feed.sinceNanos >= GOOD_WATCH_NANOS;
        if (good) {
            failuresInRow = 0;
        }
        if (reason != null) {
            retry(reason, reason.isGone() ? this::list : this::watch);
        } else if (good) {
            generation++;
            later(0, this::watch);
        } else {
            generation++;
            later(delay(), this::list);
            failuresInRow++;
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        KubernetesApi.Watch open;
        synchronized (this) {
            closed = true;
            generation++;
            open = watch;
            watch = null;
            if (timer != null) {
                timer.cancel();
            }
        }
        if (open != null) {
            open.close();
        }
    }

    /** The events of one opened watch; those of an older one are ignored. */
    private final class Feed implements KubernetesApi.Events {
        private final long mine;
        private final long sinceNanos = clock.monotonicNanos();
        private volatile boolean spoke;

        Feed(long mine) {
            this.mine = mine;
        }

        @Override
        public void changed(ApiObject object, String at) {
            if (apply(() -> objects.put(object.key(), object), at)) {
                listeners.forEach(Runnable::run);
            }
        }

        @Override
        public void deleted(String key, String at) {
            if (apply(() -> objects.remove(key), at)) {
                listeners.forEach(Runnable::run);
            }
        }

        @Override
        public void reached(String at) {
            apply(() -> {}, at);
        }

        private boolean apply(Runnable change, String at) {
            synchronized (ObjectCache.this) {
                if (closed || mine != generation) {
                    return false;
                }
                spoke = true;
                failuresInRow = 0;
                change.run();
                version = at.isEmpty() ? version : at;
                return true;
            }
        }

        @Override
        public void ended(@Nullable KubernetesException reason) {
            ObjectCache.this.ended(this, reason);
        }
    }
}
