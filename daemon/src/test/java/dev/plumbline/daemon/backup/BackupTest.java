package dev.plumbline.daemon.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.daemon.documents.lucene.LuceneDocuments;
import dev.plumbline.daemon.documents.lucene.LuceneOptions;
import dev.plumbline.daemon.verdicts.EvidenceKey;
import dev.plumbline.documents.Document;
import dev.plumbline.documents.FieldValue;
import dev.plumbline.documents.Write;
import dev.plumbline.model.Labels;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.storage.Appender;
import dev.plumbline.time.VirtualTime;
import dev.plumbline.tsdb.RealDisk;
import dev.plumbline.tsdb.Tsdb;
import dev.plumbline.tsdb.TsdbOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a running store to a snapshot, a backup, and back; whatever is damaged is found before anything is written. */
class BackupTest {
    private static final long START = 1_700_000_000_000L;
    private static final int ROWS = 400;

    @TempDir
    private Path folder;

    private final VirtualTime clock = new VirtualTime(START);
    private final List<AutoCloseable> open = new ArrayList<>();
    private Path data = Path.of("");
    private Path target = Path.of("");

    @BeforeEach
    void fill() {
        data = folder.resolve("data");
        target = folder.resolve("restored");
        Tsdb store = store(data);
        LuceneDocuments documents = documents(data);
        for (int row = 0; row < ROWS; row++) {
            clock.advance(1000);
            Appender appender = store.appender();
            appender.append(Labels.of("__name__", "m", "i", "0"), clock.wallMillis(), row);
            appender.append(Labels.of("__name__", "m", "i", "1"), clock.wallMillis(), -row);
            appender.commit();
            if (row == ROWS / 2) {
                store.maintain();
            }
        }
        write(documents, "silence", 0, 5);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private <T extends AutoCloseable> T opened(T one) {
        open.add(one);
        return one;
    }

    private Tsdb store(Path at) {
        return opened(Tsdb.open(TsdbOptions.defaults(at).withBlockRange(Duration.ofSeconds(60)), clock, new RealDisk(), e -> {}));
    }

    private LuceneDocuments documents(Path at) {
        return opened(LuceneDocuments.open(at.resolve("documents"), LuceneOptions.defaults(), clock, w -> {}));
    }

    private static void write(LuceneDocuments documents, String kind, int from, int to) {
        for (int i = from; i < to; i++) {
            documents.write(List.of(new Write.Put(Document.of(kind, "d" + i, START, Map.of("n", new FieldValue.Keyword("v" + i)), "body " + i))));
        }
    }

    private Snapshots snapshots() {
        var store = (Tsdb) open.get(0);
        var documents = (LuceneDocuments) open.get(1);
        return new Snapshots(data, clock, new Random(1), List.of(store::snapshot, (to, skip) -> documents.snapshot(to.resolve("documents"))));
    }

    private Path backup() {
        Path snapshot = data.resolve("snapshots").resolve(snapshots().take(false));
        Path to = folder.resolve("backup");
        Backup.Report report = new Backup(clock, "test", Progress.NONE).write(snapshot, to, data);
        assertThat(report.files()).isGreaterThan(3);
        assertThat(report.bytes()).isGreaterThan(1000);
        return to;
    }

    private Restored restore(Path backup, boolean allowDamage) {
        return new Restore(clock, Progress.NONE).run(backup, target, allowDamage);
    }

    @Test
    void whatWasThereIsThereAgainAndWhatCameLaterIsNot() {
        Path backup = backup();
        Appender later = ((Tsdb) open.get(0)).appender();
        later.append(Labels.of("__name__", "later"), clock.wallMillis() + 1, 1);
        later.commit();
        write((LuceneDocuments) open.get(1), "silence", 5, 9);
        Restored restored = restore(backup, false);
        assertThat(restored.done()).isTrue();
        assertThat(restored.damage()).isEmpty();
        assertThat(restored.manifest()).isTrue();
        assertThat(restored.samples()).isEqualTo(2 * ROWS);
        assertThat(restored.series()).isEqualTo(2);
        assertThat(restored.blocks()).isPositive();
        assertThat(restored.documents()).isEqualTo(Map.of("silence", 5L));
        assertThat(restored.fromMillis()).isEqualTo(START + 1000);
        assertThat(restored.toMillis()).isEqualTo(START + ROWS * 1000L);
        try (var querier = store(target).querier(0, Long.MAX_VALUE)) {
            assertThat(querier.select(List.of())).hasSize(2).allMatch(s -> s.samples(0, Long.MAX_VALUE).size() == ROWS);
        }
        LuceneDocuments documents = documents(target);
        assertThat(documents.get("silence", "d4")).hasValueSatisfying(d -> assertThat(d.body()).isEqualTo("body 4"));
        assertThat(documents.get("silence", "d5")).isEmpty();
    }

    @Test
    void aSnapshotWithoutManifestIsRestoredToo() {
        String name = snapshots().take(false);
        assertThat(name).matches("20231114T222\\d{3}Z-[0-9a-f]{16}");
        Restored restored = restore(data.resolve("snapshots").resolve(name), false);
        assertThat(restored.manifest()).isFalse();
        assertThat(restored.samples()).isEqualTo(2 * ROWS);
    }

    @Test
    void theDataDirectoryOfAStoppedDaemonIsBackedUpWithoutOne() throws Exception {
        var backup = new Backup(clock, "test", Progress.NONE);
        Path to = folder.resolve("backup");
        assertThatThrownBy(() -> backup.ofStopped(data, to)).isInstanceOf(PlumblineException.class).hasMessageContaining("--url");
        assertThat(to).doesNotExist();
        close();
        open.clear();
        backup.ofStopped(data, to);
        assertThat(restore(to, false).samples()).isEqualTo(2 * ROWS);
        assertThatThrownBy(() -> backup.ofStopped(folder.resolve("nothing"), folder.resolve("b2"))).hasMessageContaining("no data directory");
    }

    @Test
    void everyDamagedFileIsNamedAndNothingIsWritten() throws IOException {
        Path backup = backup();
        var random = new Random(3);
        for (Manifest.Entry file : Manifest.read(backup).files()) {
            Path path = backup.resolve(file.name());
            byte[] good = Files.readAllBytes(path);
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] ^= 4;
            Files.write(path, bad);
            assertRefused(backup, path);
            Files.write(path, java.util.Arrays.copyOf(good, good.length - 1));
            assertRefused(backup, path);
            Files.delete(path);
            assertRefused(backup, path);
            Files.write(path, good);
        }
        assertThat(restore(backup, false).done()).isTrue();
    }

    private void assertRefused(Path backup, Path damaged) {
        Restored restored = restore(backup, false);
        assertThat(restored.done()).isFalse();
        assertThat(restored.damage()).singleElement().asString().contains(damaged.toString());
        assertThat(target).doesNotExist();
    }

    @Test
    void damageFromBeforeTheBackupIsFoundByWhatTheFilesSayThemselves() throws IOException {
        Path backup = backup();
        Files.delete(backup.resolve(Manifest.FILE));
        try (var files = Files.list(backup.resolve("blocks"))) {
            flip(files.sorted().findFirst().orElseThrow(), 40);
        }
        try (var files = Files.list(backup.resolve("wal"))) {
            flip(files.sorted().findFirst().orElseThrow(), 30);
        }
        Restored restored = restore(backup, false);
        assertThat(restored.done()).isFalse();
        assertThat(restored.damage()).hasSizeGreaterThanOrEqualTo(2).anyMatch(d -> d.contains(".block")).anyMatch(d -> d.contains("wal"));
        Restored allowed = restore(backup, true);
        assertThat(allowed.done()).isTrue();
        assertThat(allowed.damage()).isNotEmpty();
        assertThat(allowed.documents()).isEqualTo(Map.of("silence", 5L));
    }

    private static void flip(Path file, int at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 1;
        Files.write(file, bytes);
    }

    @Test
    void nothingIsOverwritten() throws IOException {
        Path backup = backup();
        Path mine = Files.createDirectories(target).resolve("mine");
        Files.writeString(mine, "keep");
        assertThatThrownBy(() -> restore(backup, true)).isInstanceOf(PlumblineException.class).hasMessageContaining("not empty");
        assertThatThrownBy(() -> new Backup(clock, "test", Progress.NONE).write(data, target, data)).hasMessageContaining("not empty");
        assertThat(mine).hasContent("keep");
        Files.delete(mine);
        Files.createDirectories(target.resolve("lost+found"));
        assertThat(restore(backup, false).done()).as("a fresh file system").isTrue();
    }

    @Test
    void whatIsUnfinishedIsTakenForNothing() throws IOException {
        Path backup = backup();
        Files.move(backup.resolve(Manifest.FILE), backup.resolve(Manifest.FILE + ".tmp"));
        assertThatThrownBy(() -> restore(backup, true)).hasMessageContaining("unfinished backup");
        assertThatThrownBy(() -> restore(folder, false)).hasMessageContaining("is no backup");
        Files.createDirectories(target.resolve(Restore.UNFINISHED));
        assertThatThrownBy(() -> restore(backup, false)).hasMessageContaining("unfinished restore");
    }

    @Test
    void aFailedSnapshotLeavesNothing() throws IOException {
        var failing = new Snapshots(data, clock, new Random(1), List.of(((Tsdb) open.get(0))::snapshot, (to, skip) -> {
            throw PlumblineException.resource("no space", null);
        }));
        assertThatThrownBy(() -> failing.take(false)).hasMessageContaining("no space");
        assertThat(data.resolve("snapshots")).isEmptyDirectory();
        Files.writeString(Files.createDirectories(data.resolve("snapshots/x.tmp/wal")).resolve("a"), "left by a kill");
        String kept = snapshots().take(true);
        snapshots().removeUnfinished();
        try (var left = Files.list(data.resolve("snapshots"))) {
            assertThat(left).containsExactly(data.resolve("snapshots").resolve(kept));
        }
        Snapshots.remove(data.resolve("snapshots").resolve(kept));
        assertThat(data.resolve("snapshots")).isEmptyDirectory();
    }

    @Test
    void aBackupHasOnlyWhatADaemonNeeds() throws IOException {
        Files.writeString(Files.createDirectories(data.resolve("remote-write/queue")).resolve("00000001.rwq"), "queue");
        Files.writeString(data.resolve("blocks/000000000099.block.tmp"), "half", StandardOpenOption.CREATE);
        snapshots().take(false);
        assertThat(Folders.files(data)).isNotEmpty().noneMatch(n -> n.contains("remote-write") || n.endsWith(".tmp") || n.endsWith("/lock")
                || n.startsWith("snapshots"));
        assertThatThrownBy(() -> new Backup(clock, "test", Progress.NONE).write(data, data.resolve("in/it"), data)).hasMessageContaining("lies in");
    }

    @Test
    void theKeyIsInABackupOnlyWhenThatIsAskedFor() throws IOException {
        Path key = Files.writeString(data.resolve(EvidenceKey.FILE), "secret");
        Files.writeString(data.resolve(EvidenceKey.FILE + ".new"), "half");
        Path plain = backup();
        assertThat(Files.readString(plain.resolve(Manifest.FILE))).doesNotContain("key");
        assertThat(Folders.files(data)).as("offline").noneMatch(n -> n.contains("key"));
        clock.advance(1000); // a name of its own
        Path snapshot = data.resolve("snapshots").resolve(snapshots().take(false));
        assertThat(snapshot.resolve(EvidenceKey.FILE)).doesNotExist();
        var withKeys = new Backup(clock, "test", Progress.NONE).withKeys();
        Path secret = folder.resolve("secret");
        assertThat(withKeys.write(snapshot, secret, Snapshots.dataFolder(snapshot)).keys()).isTrue();
        assertThat(Manifest.read(secret).files()).extracting(Manifest.Entry::name).contains(EvidenceKey.FILE).isSorted();
        Restored restored = restore(secret, false);
        assertThat(restored.keys()).isTrue();
        assertThat(target.resolve(EvidenceKey.FILE)).hasContent("secret");
        assertThat(Files.getPosixFilePermissions(target.resolve(EvidenceKey.FILE))).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        Files.delete(key);
        assertThatThrownBy(() -> withKeys.write(snapshot, folder.resolve("third"), data)).isInstanceOf(PlumblineException.class)
                .hasMessageContaining("there is no key to back up: " + key);
        assertThat(folder.resolve("third")).doesNotExist();
    }

    @Test
    void aDataDirectoryThatWasCopiedByHandKeepsItsKey() throws IOException {
        Path copy = data.resolve("snapshots").resolve(snapshots().take(false));
        Files.writeString(copy.resolve(EvidenceKey.FILE), "secret");
        assertThat(restore(copy, false).keys()).isTrue();
        assertThat(Files.getPosixFilePermissions(target.resolve(EvidenceKey.FILE))).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
}
