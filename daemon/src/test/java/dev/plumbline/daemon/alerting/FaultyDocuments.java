package dev.plumbline.daemon.alerting;

import dev.plumbline.documents.Document;
import dev.plumbline.documents.Documents;
import dev.plumbline.documents.Filter;
import dev.plumbline.documents.Page;
import dev.plumbline.documents.Search;
import dev.plumbline.documents.Write;
import dev.plumbline.documents.WriteOutcome;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Documents whose writes fail as told; what is behind them is what a crash leaves. */
final class FaultyDocuments implements Documents {
    private final Documents kept;
    private final Clock clock;
    private final RandomGenerator random;
    private @Nullable Long failingSinceNanos;
    Mode mode = Mode.WORKS;
    int writes;
    long documents;

    /** What becomes of a call. */
    enum Mode { WORKS, FAILS_BEFORE, FAILS_AFTER, FAILS_HALFWAY, FAILS_READING }

    FaultyDocuments(Documents kept, Clock clock, RandomGenerator random) {
        this.kept = kept;
        this.clock = clock;
        this.random = random;
    }

    /** How long no write has been acknowledged since the first that failed, ms. */
    long failingMillis() {
        return failingSinceNanos == null ? 0 : (clock.monotonicNanos() - failingSinceNanos) / 1_000_000;
    }

    void restarted() {
        failingSinceNanos = null;
    }

    private void failed() {
        if (failingSinceNanos == null) {
            failingSinceNanos = clock.monotonicNanos();
        }
    }

    private PlumblineException failure() {
        failed();
        return PlumblineException.resource("the disk is in mode " + mode, null);
    }

    @Override
    public List<WriteOutcome> write(List<Write> batch) {
        writes++;
        documents += batch.size();
        return switch (mode) {
            case WORKS -> {
                failingSinceNanos = null;
                yield kept.write(batch);
            }
            case FAILS_BEFORE, FAILS_READING -> throw failure();
            case FAILS_AFTER -> {
                kept.write(batch);
                throw failure();
            }
            case FAILS_HALFWAY -> {
                kept.write(batch.stream().filter(write -> random.nextBoolean()).toList());
                throw failure();
            }
        };
    }

    @Override
    public Optional<Document> get(String kind, String id) {
        return kept.get(kind, id);
    }

    @Override
    public Page search(Search search) {
        if (mode == Mode.FAILS_READING) {
            throw failure();
        }
        return kept.search(search);
    }

    @Override
    public long count(String kind, Filter filter) {
        return kept.count(kind, filter);
    }

    @Override
    public List<TimeBucket> dateHistogram(String kind, Filter filter, long intervalMillis) {
        return kept.dateHistogram(kind, filter, intervalMillis);
    }

    @Override
    public List<TermBucket> terms(String kind, Filter filter, String field, int size) {
        return kept.terms(kind, filter, field, size);
    }

    @Override
    public long expire(String kind, long beforeMillis) {
        return kept.expire(kind, beforeMillis);
    }

    @Override
    public void close() {}
}
