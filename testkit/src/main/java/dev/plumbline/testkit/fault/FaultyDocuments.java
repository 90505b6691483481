package dev.plumbline.testkit.fault;

import dev.plumbline.documents.Document;
import dev.plumbline.documents.Documents;
import dev.plumbline.documents.Filter;
import dev.plumbline.documents.Page;
import dev.plumbline.documents.Search;
import dev.plumbline.documents.Write;
import dev.plumbline.documents.WriteOutcome;
import dev.plumbline.model.PlumblineException;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Documents that fail as told, reproducibly from a seed: a write may fail before anything of it was kept, after all of it was kept, or
 * with its first part kept, as the port allows. A crash ends the process in front of the store: every call fails until
 * {@link #restart}, what was kept stays. Thread-safe.
 */
public final class FaultyDocuments implements Documents {
    private final Documents kept;
    private final SplittableRandom random;
    private double failureRate;
    private int failBefore;
    private int failAfter;
    private int crashAfterWrites = -1;
    private boolean readsFail;
    private boolean crashed;

    public FaultyDocuments(Documents kept, long seed) {
        this.kept = kept;
        random = new SplittableRandom(seed);
    }

    /** From now on this part of the writes, 0 to 1, fails before, within or after being kept. */
    public synchronized void failWrites(double rate) {
        failureRate = rate;
    }

    /** So many writes from now on fail and are not kept. */
    public synchronized void failBeforeKeeping(int writes) {
        failBefore = writes;
    }

    /** So many writes from now on are kept and fail all the same. */
    public synchronized void failAfterKeeping(int writes) {
        failAfter = writes;
    }

    /** Whether questions fail from now on. */
    public synchronized void failReads(boolean fail) {
        readsFail = fail;
    }

    /** After so many further calls of {@code write} that are kept, the next thing that happens is a crash. */
    public synchronized void crashAfter(int writes) {
        crashAfterWrites = writes;
    }

    /** From now on nothing is answered. */
    public synchronized void crash() {
        crashed = true;
    }

    public synchronized boolean isCrashed() {
        return crashed;
    }

    /** Answers again, without any failure that was asked for before, with what was kept. */
    public synchronized void restart() {
        crashed = false;
        failureRate = 0;
        failBefore = 0;
        failAfter = 0;
        crashAfterWrites = -1;
        readsFail = false;
    }

    @Override
    public synchronized List<WriteOutcome> write(List<Write> writes) {
        requireUp();
        if (crashAfterWrites == 0) {
            crash();
            keepPart(writes);
            throw failure("crashed while writing");
        }
        if (failBefore > 0) {
            failBefore--;
            throw failure("no space left, nothing was kept");
        }
        boolean fails = random.nextDouble() < failureRate;
        if (fails && random.nextBoolean()) {
            keepPart(writes);
            throw failure("no space left");
        }
        List<WriteOutcome> outcomes = kept.write(writes);
        crashAfterWrites -= crashAfterWrites > 0 ? 1 : 0;
        if (fails || failAfter > 0) {
            failAfter -= failAfter > 0 ? 1 : 0;
            throw failure("input/output error after writing");
        }
        return outcomes;
    }

    private void keepPart(List<Write> writes) {
        kept.write(writes.subList(0, random.nextInt(writes.size() + 1)));
    }

    private static PlumblineException failure(String reason) {
        return PlumblineException.resource("the documents could not be written: " + reason, null);
    }

    private void requireUp() {
        if (crashed) {
            throw PlumblineException.resource("the documents are gone: crashed", null);
        }
    }

    private void requireReadable() {
        requireUp();
        if (readsFail) {
            throw PlumblineException.resource("the documents could not be read: input/output error", null);
        }
    }

    @Override
    public synchronized Optional<Document> get(String kind, String id) {
        requireReadable();
        return kept.get(kind, id);
    }

    @Override
    public synchronized Page search(Search search) {
        requireReadable();
        return kept.search(search);
    }

    @Override
    public synchronized long count(String kind, Filter filter) {
        requireReadable();
        return kept.count(kind, filter);
    }

    @Override
    public synchronized List<TimeBucket> dateHistogram(String kind, Filter filter, long intervalMillis) {
        requireReadable();
        return kept.dateHistogram(kind, filter, intervalMillis);
    }

    @Override
    public synchronized List<TermBucket> terms(String kind, Filter filter, String field, int size) {
        requireReadable();
        return kept.terms(kind, filter, field, size);
    }

    @Override
    public synchronized long expire(String kind, long beforeMillis) {
        requireUp();
        return kept.expire(kind, beforeMillis);
    }

    /** Closes what keeps. */
    @Override
    public void close() {
        kept.close();
    }
}
