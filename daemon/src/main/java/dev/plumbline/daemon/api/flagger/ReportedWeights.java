package dev.plumbline.daemon.api.flagger;

import dev.plumbline.documents.Document;
import dev.plumbline.documents.Documents;
import dev.plumbline.documents.Write;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The weight that events last reported for every canary, in documents of kind {@value #KIND}: one for each canary, about its newest
 * revision; forgotten 35 days after the last event. Thread-safe.
 */
public final class ReportedWeights {
    private static final String KIND = "flagger-canary";
    private static final long KEEP_MILLIS = 35L * 86_400_000;
    private static final long EXPIRE_NANOS = 3_600_000_000_000L;
    private final Clock clock;
    private volatile @Nullable Documents documents;
    private long expiredNanos;

    public ReportedWeights(Clock clock) {
        this.clock = clock;
        expiredNanos = clock.monotonicNanos();
    }

    /** Puts it to work; before, nothing is known and nothing can be kept. */
    public void opened(Documents opened) {
        documents = opened;
    }

    boolean isOpen() {
        return documents != null;
    }

    /** The weight of a revision in percent, 0 when its analysis began and nothing more was said; empty when nothing was said. */
    OptionalInt find(String namespace, String name, String checksum) {
        Optional<Document> found = open().get(KIND, id(namespace, name));
        if (found.isEmpty()) {
            return OptionalInt.empty();
        }
        String body = found.get().body();
        int space = body.indexOf(' ');
        return body.substring(space + 1).equals(checksum) ? OptionalInt.of(Integer.parseInt(body.substring(0, space))) : OptionalInt.empty();
    }

    /** Keeps a weight. */
    void report(String namespace, String name, String checksum, int weight) {
        Documents open = open();
        open.write(List.of(new Write.Put(Document.of(KIND, id(namespace, name), clock.wallMillis(), Map.of(), weight + " " + checksum))));
        if (isTimeToExpire()) {
            open.expire(KIND, clock.wallMillis() - KEEP_MILLIS);
        }
    }

    private synchronized boolean isTimeToExpire() {
        boolean due = clock.monotonicNanos() - expiredNanos >= EXPIRE_NANOS;
        expiredNanos = due ? clock.monotonicNanos() : expiredNanos;
        return due;
    }

    private Documents open() {
        Documents open = documents;
        if (open == null) {
            throw PlumblineException.resource("the daemon is starting", null);
        }
        return open;
    }

    private static String id(String namespace, String name) {
        return namespace + "/" + name;
    }
}
