package dev.plumbline.daemon;

import dev.plumbline.daemon.documents.lucene.LuceneDocuments;
import dev.plumbline.daemon.documents.lucene.LuceneOptions;
import dev.plumbline.daemon.telemetry.StoreEventLog;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.time.Clock;
import dev.plumbline.tsdb.Past;
import dev.plumbline.tsdb.RealDisk;
import dev.plumbline.tsdb.Tsdb;
import dev.plumbline.tsdb.TsdbOptions;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a data folder holds, open: the series and the documents. Neither needs the other to open and both take their time,
 * reading their logs, so they are opened side by side, and while HTTP starts.
 */
record Stores(Tsdb series, LuceneDocuments documents) implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Stores.class);

    /** Begins to open them, and gives what can be asked meanwhile; completes with {@link PlumblineException} and neither of them open where one cannot be opened. */
    static CompletableFuture<Stores> opening(TsdbOptions options, Clock clock, Consumer<Past> past) {
        return onThread("store-open", () -> open(options, clock, past));
    }

    private static Stores open(TsdbOptions options, Clock clock, Consumer<Past> past) {
        SnapshotPath.refuseUnfinishedRestore(options.folder());
        Path folder = options.folder().resolve("documents");
        var documents = onThread("documents-open", () -> LuceneDocuments.open(folder, LuceneOptions.defaults(), clock, LOG::warn));
        Tsdb series;
        try {
            series = Tsdb.open(options, clock, new RealDisk(), new StoreEventLog(clock), past);
        } catch (RuntimeException e) {
            documents.thenAccept(LuceneDocuments::close);
            throw e;
        }
        try {
            return new Stores(series, join(documents));
        } catch (RuntimeException e) {
            series.close();
            throw e;
        }
    }

    /** What it completed with; what it failed with is thrown as it was. */
    static <T> T join(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private static <T> CompletableFuture<T> onThread(String name, Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, task -> Thread.ofPlatform().name(name).start(task));
    }

    @Override
    public void close() {
        documents.close();
        series.close();
    }
}
