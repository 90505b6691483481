package dev.plumbline.daemon.scrape.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Resolves names within a deadline. The system's resolver cannot be interrupted, so each lookup has a platform thread of
 * its own (it would pin a virtual thread's carrier), which is left behind when time is up; at most {@value #MAX_RUNNING}
 * run at once. Thread-safe.
 */
final class HostLookup {
    private static final int MAX_RUNNING = 64;

    /** The resolver of this machine, shared so that its bound holds for all targets together. */
    static final HostLookup SYSTEM = new HostLookup(InetAddress::getByName);

    private final Resolver resolver;
    private final Semaphore running = new Semaphore(MAX_RUNNING);

    /** Turns a name into an address, however long it takes. */
    interface Resolver {
        InetAddress byName(String host) throws UnknownHostException;
    }

    HostLookup(Resolver resolver) {
        this.resolver = resolver;
    }

    /** The address of a host or literal; a FetchException of reason TIMEOUT when the deadline comes first. */
    InetAddress find(String host, Deadline deadline) throws IOException {
        if (isLiteral(host)) {
            return InetAddress.getByName(host);
        }
        try {
            if (!running.tryAcquire(deadline.remainingMillis(), TimeUnit.MILLISECONDS)) {
                throw deadline.expired(null);
            }
            return start(host).get(deadline.remainingMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw deadline.expired(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw deadline.expired(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException("lookup " + host + " failed", e);
        }
    }

    private FutureTask<InetAddress> start(String host) {
        var task = new FutureTask<>(() -> {
            try {
                return resolver.byName(host);
            } finally {
                running.release();
            }
        });
        try {
            Thread.ofPlatform().daemon().name("lookup " + host).start(task);
        } catch (OutOfMemoryError e) { // no thread: the place is not taken
            running.release();
            throw e;
        }
        return task;
    }

    private static boolean isLiteral(String host) {
        return host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9');
    }
}
