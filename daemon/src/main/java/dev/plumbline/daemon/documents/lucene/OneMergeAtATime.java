package dev.plumbline.daemon.documents.lucene;

import java.io.IOException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.MergeScheduler;
import org.apache.lucene.index.MergeTrigger;
import org.apache.lucene.store.AlreadyClosedException;

/** Merges the segments of all indexes on one thread, which is gone when there is nothing to merge. */
final class OneMergeAtATime implements AutoCloseable {
    private final ThreadPoolExecutor executor;
    private final Consumer<String> warnings;

    OneMergeAtATime(Consumer<String> warnings) {
        this.warnings = warnings;
        executor = new ThreadPoolExecutor(1, 1, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("documents-merge").factory());
        executor.allowCoreThreadTimeOut(true);
    }

    /** The scheduler for one index; the queue holds one entry for each merge that is pending. */
    MergeScheduler scheduler() {
        return new MergeScheduler() {
            @Override
            public void merge(MergeSource source, MergeTrigger trigger) {
                if (source.hasPendingMerges() && !executor.isShutdown()) {
                    executor.execute(() -> run(source));
                }
            }

            @Override
            public void close() {
                // The thread belongs to all indexes.
            }
        };
    }

    private void run(MergeScheduler.MergeSource source) {
        try {
            for (MergePolicy.OneMerge merge = source.getNextMerge(); merge != null; merge = source.getNextMerge()) {
                source.merge(merge);
            }
        } catch (MergePolicy.MergeAbortedException | AlreadyClosedException e) {
            // The index was closed under the merge.
        } catch (IOException e) {
            warnings.accept("document index files could not be merged: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
