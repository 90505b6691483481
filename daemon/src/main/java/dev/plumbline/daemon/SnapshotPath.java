package dev.plumbline.daemon;

import dev.plumbline.daemon.api.http.StoreHandle;
import dev.plumbline.daemon.backup.Restore;
import dev.plumbline.daemon.backup.Snapshots;
import dev.plumbline.daemon.documents.lucene.LuceneDocuments;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.time.Clock;
import dev.plumbline.tsdb.Tsdb;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Snapshots of the data directory, wired: the series first, then what is kept as documents. */
final class SnapshotPath {
    private volatile @Nullable Snapshots snapshots;

    /** @throws PlumblineException of kind USER when a restore into the directory was not finished */
    static void refuseUnfinishedRestore(Path data) {
        if (Files.exists(data.resolve(Restore.UNFINISHED))) {
            throw PlumblineException.user(data + " holds a restore that was not finished (" + Restore.UNFINISHED
                    + "): empty the directory, and restore again");
        }
    }

    void start(Path data, Clock clock, Tsdb store, LuceneDocuments documents) {
        var random = new SplittableRandom(clock.wallMillis() ^ clock.monotonicNanos());
        var opened = new Snapshots(data, clock, random, List.of(store::snapshot, (to, skipHead) -> documents.snapshot(to.resolve("documents"))));
        opened.removeUnfinished();
        snapshots = opened;
    }

    /** Makes one; answers its name. */
    String take(boolean skipHead) {
        Snapshots open = snapshots;
        if (open == null) {
            throw new StoreHandle.NotReady("the store is being opened");
        }
        return open.take(skipHead);
    }
}
