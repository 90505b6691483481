package dev.plumbline.daemon.alerting;

import dev.plumbline.documents.Documents;
import dev.plumbline.documents.Page;
import dev.plumbline.documents.Search;
import dev.plumbline.documents.Write;
import dev.plumbline.documents.WriteOutcome;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.testkit.fault.ForwardingDocuments;
import dev.plumbline.time.Clock;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Documents whose writes fail as told; what is behind them is what a crash leaves. */
final class FaultyDocuments extends ForwardingDocuments {
    private final Clock clock;
    private final RandomGenerator random;
    private @Nullable Long failingSinceNanos;
    Mode mode = Mode.WORKS;
    int writes;
    long documents;

    /** What becomes of a call. */
    enum Mode { WORKS, FAILS_BEFORE, FAILS_AFTER, FAILS_HALFWAY, FAILS_READING }

    FaultyDocuments(Documents kept, Clock clock, RandomGenerator random) {
        super(kept);
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
                yield super.write(batch);
            }
            case FAILS_BEFORE, FAILS_READING -> throw failure();
            case FAILS_AFTER -> {
                super.write(batch);
                throw failure();
            }
            case FAILS_HALFWAY -> {
                super.write(batch.stream().filter(write -> random.nextBoolean()).toList());
                throw failure();
            }
        };
    }

    @Override
    public Page search(Search search) {
        if (mode == Mode.FAILS_READING) {
            throw failure();
        }
        return super.search(search);
    }
}
