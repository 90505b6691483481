package dev.plumbline.daemon.verdicts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.backup.Backup;
import dev.plumbline.daemon.backup.Progress;
import dev.plumbline.daemon.backup.Restore;
import dev.plumbline.daemon.documents.lucene.LuceneDocuments;
import dev.plumbline.daemon.documents.lucene.LuceneOptions;
import dev.plumbline.tsdb.RealDisk;
import dev.plumbline.tsdb.Tsdb;
import dev.plumbline.tsdb.TsdbOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evidence that was signed before a backup, after a restore of it. */
class EvidenceRestoredTest {
    @TempDir
    private Path folder;

    private final GateWorld world = new GateWorld();
    private String id = "";
    private String key = "";

    @BeforeEach
    void aReleaseIsJudgedAndTheDaemonEnds() {
        Path data = folder.resolve("data");
        Tsdb.open(TsdbOptions.defaults(data), world.time, new RealDisk(), e -> {}).close();
        EvidenceKey signs = EvidenceKey.in(data);
        key = signs.id();
        try (LuceneDocuments documents = documents(data)) {
            world.restart(documents, signs);
            id = String.valueOf(world.ask().analysis());
            world.time.advance(60_000);
            assertThat(world.word()).isEqualTo("go");
            assertThat(world.gate.analyses().evidenceKeys()).hasSize(1);
            world.gate.stop();
        }
    }

    private LuceneDocuments documents(Path at) {
        return LuceneDocuments.open(at.resolve("documents"), LuceneOptions.defaults(), world.time, w -> {});
    }

    private Path restored(UnaryOperator<Backup> asked) {
        Path backup = folder.resolve("backup");
        asked.apply(new Backup(world.time, "test", Progress.NONE)).ofStopped(folder.resolve("data"), backup);
        Path restored = folder.resolve("restored");
        assertThat(new Restore(world.time, Progress.NONE).run(backup, restored, false).done()).isTrue();
        return restored;
    }

    private static String rights(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void withTheKeysTheSameKeyVerifiesAndSignsOn() throws IOException {
        Path restored = restored(Backup::withKeys);
        assertThat(List.of(rights(folder.resolve("backup").resolve(EvidenceKey.FILE)), rights(restored.resolve(EvidenceKey.FILE)))).containsOnly("rw-------");
        EvidenceKey again = EvidenceKey.in(restored);
        assertThat(again.id()).isEqualTo(key);
        try (LuceneDocuments documents = documents(restored)) {
            world.restart(documents, again);
            assertThat(world.gate.analyses().replay(id).orElseThrow().genuine()).isTrue();
            assertThat(world.gate.analyses().evidenceKeys()).as("no new one").hasSize(1);
            world.gate.stop();
        }
    }

    @Test
    void withoutThemOldEvidenceIsStillVerifiedAndNewEvidenceHasANewKey() {
        Path restored = restored(UnaryOperator.identity());
        assertThat(restored.resolve(EvidenceKey.FILE)).doesNotExist();
        assertThat(folder.resolve("backup").resolve(EvidenceKey.FILE)).doesNotExist();
        EvidenceKey fresh = EvidenceKey.in(restored);
        assertThat(fresh.id()).isNotEqualTo(key);
        try (LuceneDocuments documents = documents(restored)) {
            world.restart(documents, fresh);
            assertThat(world.gate.analyses().replay(id).orElseThrow().genuine()).isTrue();
            assertThat(world.gate.analyses().evidenceKeys()).hasSize(2);
            world.gate.stop();
        }
    }
}
