package dev.plumbline.daemon.documents.lucene;

import dev.plumbline.documents.FieldTypes;
import dev.plumbline.documents.Limits;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.time.Clock;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.jspecify.annotations.Nullable;

/**
 * The indexes of all kinds, each in a folder of its name. An index that failed is opened again from its last commit and the log.
 * All but {@link #get} and {@link #names} is called under the write lock.
 */
final class IndexSet implements Deciding.Kinds, AutoCloseable {
    /** How long after a failed try the next one may come: opening and reading the log costs. */
    private static final long RETRY_NANOS = 1_000_000_000L;

    private final Path folder;
    private final Medium medium;
    private final int bufferBytes;
    private final TransactionLog log;
    private final Clock clock;
    private final Consumer<String> warnings;
    private final OneMergeAtATime merges;
    private final Map<String, KindIndex> kinds = new ConcurrentHashMap<>();
    private final Map<String, Long> failedAtNanos = new ConcurrentHashMap<>();

    /** Opens all indexes that are there. */
    IndexSet(Path folder, Medium medium, int bufferBytes, TransactionLog log, Clock clock, Consumer<String> warnings) throws IOException {
        this.folder = folder;
        this.medium = medium;
        this.bufferBytes = bufferBytes;
        this.log = log;
        this.clock = clock;
        this.warnings = warnings;
        merges = new OneMergeAtATime(warnings);
        Files.createDirectories(folder);
        Medium.syncFolder(folder.resolve(".."));
        List<String> names;
        try (Stream<Path> found = Files.list(folder)) {
            names = found.filter(Files::isDirectory).map(f -> f.getFileName().toString()).sorted().toList();
        }
        try {
            for (String name : names) {
                kinds.put(name, open(name));
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private KindIndex open(String kind) throws IOException {
        Path place = folder.resolve(kind);
        try {
            return new KindIndex(kind, medium.directory(place), bufferBytes, merges);
        } catch (CorruptIndexException | IndexFormatTooOldException | IndexFormatTooNewException | FileNotFoundException
                | NoSuchFileException e) {
            throw PlumblineException.resource("the index in " + place + " is damaged or of another version: " + e.getMessage()
                    + "; put a copy of this folder back, or move it away to go on without these documents", e);
        }
    }

    /** Does again what the indexes lack; returns the number of the last operation of all. */
    long readLog() throws IOException {
        long[] last = {0};
        kinds.values().forEach(index -> last[0] = Math.max(last[0], index.committed()));
        log.read((sequence, operation) -> {
            last[0] = Math.max(last[0], sequence);
            applyAgain(known(operation.kind()), sequence, operation);
        });
        return last[0];
    }

    private KindIndex known(String kind) throws IOException {
        KindIndex index = kinds.get(kind);
        if (index == null) {
            index = open(kind);
            kinds.put(kind, index);
            Medium.syncFolder(folder);
        }
        return index;
    }

    private static void applyAgain(KindIndex index, long sequence, Operation operation) throws IOException {
        if (sequence > index.committed()) {
            if (operation instanceof Operation.Put put) {
                index.decide(index.types().with(put.document()));
            }
            index.apply(sequence, operation);
        }
    }

    @Nullable KindIndex get(String kind) {
        return kinds.get(kind);
    }

    List<String> names() {
        return List.copyOf(kinds.keySet());
    }

    @Override
    public boolean has(String kind) {
        return kinds.containsKey(kind);
    }

    @Override
    public void decide(String kind, FieldTypes types) {
        KindIndex index = kinds.get(kind);
        if (index != null) {
            index.decide(types);
        }
    }

    @Override
    public KindIndex forWriting(String kind) throws IOException {
        KindIndex index = kinds.get(kind);
        if (index == null) {
            Limits.checkKinds(kinds.size() + 1);
            return known(kind);
        }
        return index.isBroken() ? openAgain(kind, index) : index;
    }

    private KindIndex openAgain(String kind, KindIndex broken) throws IOException {
        Long failedAt = failedAtNanos.get(kind);
        if (failedAt != null && clock.monotonicNanos() - failedAt < RETRY_NANOS) {
            throw new IOException("the index of kind " + kind + " failed and could not be opened again so far");
        }
        closeQuietly(broken);
        KindIndex index = null;
        try {
            KindIndex opened = open(kind);
            index = opened;
            opened.decide(broken.types());
            log.read((sequence, operation) -> {
                if (operation.kind().equals(kind)) {
                    applyAgain(opened, sequence, operation);
                }
            });
            kinds.put(kind, opened);
            failedAtNanos.remove(kind);
            return opened;
        } catch (IOException | RuntimeException e) {
            failedAtNanos.put(kind, clock.monotonicNanos());
            if (index != null) {
                closeQuietly(index);
            }
            throw e;
        }
    }

    /** Applies what the log has; an index that fails at it is opened again when it is needed next. */
    void apply(long sequence, Operation operation) {
        KindIndex index = kinds.get(operation.kind());
        if (index == null || index.isBroken()) {
            return;
        }
        try {
            index.apply(sequence, operation);
        } catch (IOException | RuntimeException e) {
            warnings.accept("the index of kind " + operation.kind() + " failed (" + e.getMessage()
                    + "); it is opened again from its last commit and the log");
        }
    }

    private void closeQuietly(KindIndex index) {
        try {
            index.close();
        } catch (IOException | RuntimeException e) {
            warnings.accept("the index of kind " + index + " could not be closed: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        kinds.values().forEach(this::closeQuietly);
        merges.close();
    }
}
