package dev.plumbline.daemon.backup;

import dev.plumbline.daemon.documents.lucene.LuceneDocuments;
import dev.plumbline.daemon.documents.lucene.LuceneOptions;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.storage.Series;
import dev.plumbline.time.Clock;
import dev.plumbline.tsdb.BlockReport;
import dev.plumbline.tsdb.RealDisk;
import dev.plumbline.tsdb.Tsdb;
import dev.plumbline.tsdb.TsdbEvent;
import dev.plumbline.tsdb.TsdbOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Makes a data directory of a backup: looks at every checksum, copies into a folder in the data directory, opens and counts it there, and only
 * then moves it to its place. A backup without a manifest is a snapshot or a stopped daemon's data directory.
 */
public final class Restore {
    /** The folder in a data directory that a restore is written to; while it is there, no daemon may use the directory. */
    public static final String UNFINISHED = "restore.tmp";
    /** Nothing is dropped for its age while it is counted. */
    private static final Duration EVER = Duration.ofDays(36_500);

    private final Clock clock;
    private final Progress progress;

    public Restore(Clock clock, Progress progress) {
        this.clock = clock;
        this.progress = progress;
    }

    /**
     * Restores.
     *
     * @param data not there yet, or empty
     * @param allowDamage go on with what is damaged: the daemon will set it aside and say so
     * @throws PlumblineException of kind USER when {@code data} is not empty, or the backup is none or unfinished; of kind RESOURCE when
     *     reading or writing fails: then {@code data} is as it was
     */
    public Restored run(Path backup, Path data, boolean allowDamage) {
        try {
            refuseFull(data);
            boolean manifest = Files.exists(backup.resolve(Manifest.FILE));
            List<Manifest.Entry> files = manifest ? Manifest.read(backup).files() : found(backup);
            var check = new BackupCheck(backup);
            check.run(files, manifest, allowDamage, progress);
            if (!check.damage().isEmpty() && !allowDamage) {
                return Restored.refused(check.damage(), manifest);
            }
            return restore(backup, data, new Checked(files, manifest, check, allowDamage));
        } catch (IOException e) {
            throw PlumblineException.resource("cannot restore " + backup + " into " + data + ": " + e.getMessage()
                    + "; what was written was removed", e);
        }
    }

    private static void refuseFull(Path data) throws IOException {
        if (Files.exists(data.resolve(UNFINISHED))) {
            throw PlumblineException.user(data + " holds an unfinished restore (" + UNFINISHED + "): empty it, and restore again");
        }
        if (!Folders.isEmpty(data)) {
            throw PlumblineException.user(data + " is not empty: name a data directory that is not there yet");
        }
    }

    private static List<Manifest.Entry> found(Path backup) throws IOException {
        if (Backup.isUnfinished(backup)) {
            throw PlumblineException.user(backup + " is an unfinished backup: whoever wrote it was stopped. Take another one");
        }
        if (!Files.isDirectory(backup.resolve("wal")) && !Files.isDirectory(backup.resolve("blocks"))) {
            throw PlumblineException.user(backup + " is no backup: it has neither " + Manifest.FILE + " nor wal nor blocks");
        }
        var files = new ArrayList<Manifest.Entry>();
        for (String name : Folders.files(backup)) {
            files.add(new Manifest.Entry(name, Files.size(backup.resolve(name)), 0));
        }
        if (Files.isRegularFile(backup.resolve(Folders.KEY))) { // of a data directory that was copied by hand
            files.add(new Manifest.Entry(Folders.KEY, Files.size(backup.resolve(Folders.KEY)), 0));
        }
        return files;
    }

    private record Checked(List<Manifest.Entry> files, boolean manifest, BackupCheck check, boolean allowDamage) {}

    private Restored restore(Path backup, Path data, Checked checked) throws IOException {
        boolean existed = Files.exists(data);
        Path place = data.resolve(UNFINISHED);
        try {
            Files.createDirectories(place);
            copy(backup, place, checked);
            Restored counted = count(place, checked);
            Folders.syncAll(place);
            move(place, data);
            return counted;
        } catch (IOException | RuntimeException e) {
            try {
                Folders.remove(existed ? place : data);
            } catch (IOException left) {
                e.addSuppressed(left);
            }
            throw e;
        }
    }

    private void copy(Path backup, Path place, Checked checked) throws IOException {
        var copies = new FileCopies(progress, "restoring", checked.files.stream().mapToLong(Manifest.Entry::bytes).sum());
        for (Manifest.Entry file : checked.files) {
            if (checked.allowDamage && !Files.exists(backup.resolve(file.name()))) {
                continue;
            }
            Manifest.Entry copied = copies.copy(backup, file.name(), place);
            if (checked.manifest && !checked.allowDamage && copied.crc() != file.crc()) {
                throw new IOException(backup.resolve(file.name()) + " changed while it was read");
            }
        }
    }

    /** Opens what was restored, as a daemon will: what is read then is what it will have. */
    private Restored count(Path place, Checked checked) {
        var damage = new ArrayList<>(checked.check.damage());
        List<BlockReport> blocks = checked.check.blocks();
        long bytes = checked.files.stream().mapToLong(Manifest.Entry::bytes).sum();
        Map<String, Long> documents = documents(place, damage);
        try (Tsdb store = Tsdb.open(TsdbOptions.defaults(place).withRetention(EVER), clock, new RealDisk(), event -> note(event, damage))) {
            long newestInBlocks = blocks.stream().mapToLong(BlockReport::maxMillis).max().orElse(Long.MIN_VALUE);
            long samples = blocks.stream().mapToLong(BlockReport::samples).sum();
            long series = 0;
            try (var querier = store.querier(Long.MIN_VALUE, Long.MAX_VALUE)) {
                for (Series one : querier.select(List.of())) {
                    series++;
                    samples += newestInBlocks == Long.MAX_VALUE ? 0 : one.samples(newestInBlocks + 1, Long.MAX_VALUE).size();
                }
            } catch (PlumblineException e) {
                failUnlessAllowed(e, checked, damage);
            }
            return new Restored(true, damage, checked.manifest, Files.exists(place.resolve(Folders.KEY)), checked.files.size(), bytes,
                    blocks.size(), series, samples, store.oldestMillis(), store.newestMillis(), documents);
        }
    }

    private static void failUnlessAllowed(PlumblineException e, Checked checked, List<String> damage) {
        if (!checked.allowDamage) {
            throw e;
        }
        damage.add(e.getMessage());
    }

    private static void note(TsdbEvent event, List<String> damage) {
        if (!(event instanceof TsdbEvent.Replayed)) {
            damage.add(event.message());
        }
    }

    private Map<String, Long> documents(Path place, List<String> damage) {
        if (!Files.isDirectory(place.resolve("documents"))) {
            return Map.of();
        }
        try (LuceneDocuments documents = LuceneDocuments.open(place.resolve("documents"), LuceneOptions.defaults(), clock, damage::add)) {
            return documents.counts();
        }
    }

    private static void move(Path place, Path data) throws IOException {
        List<Path> parts;
        try (Stream<Path> inside = Files.list(place)) {
            parts = inside.sorted().toList();
        }
        for (Path part : parts) {
            Files.move(part, data.resolve(part.getFileName()), StandardCopyOption.ATOMIC_MOVE);
        }
        Files.delete(place);
        Folders.sync(data);
    }
}
