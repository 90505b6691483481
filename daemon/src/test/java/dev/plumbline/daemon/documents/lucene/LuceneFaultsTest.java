package dev.plumbline.daemon.documents.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.documents.Document;
import dev.plumbline.documents.FieldValue;
import dev.plumbline.documents.Filter;
import dev.plumbline.documents.Search;
import dev.plumbline.documents.Write;
import dev.plumbline.documents.WriteOutcome;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.time.VirtualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Full disks, failing syncs, torn and flipped files: what was acknowledged is there, what was not is told, and it goes on. */
class LuceneFaultsTest {
    private static final LuceneOptions OPTIONS = new LuceneOptions(true, 64 << 10, Duration.ofMinutes(1), 1 << 20);

    @TempDir
    private Path folder;
    private final FaultyMedium medium = new FaultyMedium();
    private final VirtualTime time = new VirtualTime(0);
    private final List<String> warnings = new ArrayList<>();
    @SuppressWarnings("NullAway.Init")
    private LuceneDocuments documents;

    private LuceneDocuments open(Path place) {
        return LuceneDocuments.open(place, OPTIONS, medium, time, warnings::add);
    }

    @BeforeEach
    void open() {
        documents = open(folder);
    }

    @AfterEach
    void close() {
        documents.close();
    }

    private List<WriteOutcome> put(String... ids) {
        return documents.write(Arrays.stream(ids).<Write>map(id -> new Write.Put(Document.of("note", id, 1,
                Map.of("number", new FieldValue.Keyword(id)), "body of " + id))).toList());
    }

    private List<String> ids() {
        return documents.search(Search.of("note", new Filter.All(), 10_000)).documents().stream().map(Document::id).toList();
    }

    /** Leaves the open store as a killed process leaves its files, in another folder, and opens that. */
    private LuceneDocuments afterKill(Path copy) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted().toList()) {
                Path to = copy.resolve(folder.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(file, to);
                }
            }
        }
        return open(copy);
    }

    private static void failsForWantOfDisk(ThrowingCallable call, String... words) {
        assertThatThrownBy(call).isInstanceOfSatisfying(PlumblineException.class,
                e -> assertThat(e.kind()).isEqualTo(PlumblineException.Kind.RESOURCE)).hasMessageContainingAll(words);
    }

    private List<Path> logs() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("log"))) {
            return files.sorted().toList();
        }
    }

    @Test
    void aFullLogIsToldAndWritingGoesOnWhenThereIsRoom(@TempDir Path copy) throws IOException {
        put("1");
        medium.logFull = true;
        failsForWantOfDisk(() -> put("2"), "No space left", folder.toString(), "make room");
        assertThat(ids()).containsExactly("1");
        failsForWantOfDisk(() -> documents.expire("note", 5), "No space left");
        medium.logFull = false;
        assertThat(put("3", "1")).containsExactly(new WriteOutcome.Stored(1), new WriteOutcome.Stored(2));
        assertThat(ids()).containsExactly("1", "3");
        try (var killed = afterKill(copy.resolve("killed"))) {
            assertThat(killed.get("note", "2")).isEmpty();
            assertThat(killed.get("note", "1").orElseThrow().version()).isEqualTo(2);
            assertThat(killed.count("note", new Filter.All())).isEqualTo(2);
        }
        assertThat(warnings).isEmpty();
    }

    @Test
    void aFailedSyncIsNoAcknowledgement(@TempDir Path copy) throws IOException {
        put("1");
        medium.logSyncFails = true;
        failsForWantOfDisk(() -> put("2"), "Input/output error");
        medium.logTruncateFails = true;
        failsForWantOfDisk(() -> put("3"), "Input/output error");
        medium.logSyncFails = false;
        assertThat(put("4")).containsExactly(new WriteOutcome.Stored(1));
        assertThat(ids()).containsExactly("1", "4");
        try (var killed = afterKill(copy.resolve("killed"))) {
            // What failed and could not be taken back may be there or not; what was acknowledged is.
            assertThat(killed.search(Search.of("note", new Filter.All(), 10)).documents()).extracting(Document::id).contains("1", "4")
                    .doesNotContain("2");
        }
    }

    @Test
    void aTornWriteThatCannotBeTakenBackHidesNothingBehindIt(@TempDir Path copy) throws IOException {
        put("1");
        medium.logFull = true;
        medium.logTruncateFails = true;
        failsForWantOfDisk(() -> put("2"), "No space");
        medium.logFull = false;
        put("3");
        assertThat(logs()).hasSize(2);
        try (var killed = afterKill(copy.resolve("killed"))) {
            assertThat(killed.search(Search.of("note", new Filter.All(), 10)).documents()).extracting(Document::id).containsExactly("1", "3");
        }
        assertThat(warnings).anyMatch(w -> w.contains("is damaged at byte"));
    }

    @Test
    void aFullDiskUnderTheIndexLosesNothingThatWasAcknowledged() {
        put("1");
        documents.commit();
        put("2");
        medium.indexFull = true;
        assertThat(put("3", "1")).containsExactly(new WriteOutcome.Stored(1), new WriteOutcome.Stored(2));
        failsForWantOfDisk(this::ids, "No space left");
        failsForWantOfDisk(documents::commit, "failed");
        failsForWantOfDisk(() -> put("4"), "could not be written");
        medium.indexFull = false;
        time.advance(2_000);
        assertThat(put("5", "1")).containsExactly(new WriteOutcome.Stored(1), new WriteOutcome.Stored(3));
        assertThat(ids()).containsExactly("1", "2", "3", "5");
        documents.commit();
        assertThat(documents.logBytes()).isZero();
        documents.close();
        documents = open(folder);
        assertThat(ids()).containsExactly("1", "2", "3", "5");
        assertThat(documents.get("note", "1").orElseThrow().version()).isEqualTo(3);
    }

    @Test
    void aCommitThatFailsInTheBackgroundIsToldAndTriedAgain() throws IOException {
        put("1");
        medium.indexFull = true;
        time.advance(60_000);
        assertThat(warnings).singleElement().asString().contains("could not be committed", "No space left");
        medium.indexFull = false;
        time.advance(60_000);
        assertThat(logs()).isEmpty();
        assertThat(ids()).containsExactly("1");
    }

    @Test
    void nothingIsScheduledWhenNothingWasWritten() {
        assertThat(time.waiting()).isZero();
        put("1");
        assertThat(time.waiting()).isEqualTo(1);
        time.advance(60_000);
        assertThat(time.waiting()).isZero();
        assertThat(documents.logBytes()).isZero();
    }

    @Test
    void aLongLogIsCommittedSoonAndNeverGrowsBeyondFourTimesItsLimit() {
        String[] many = IntStream.range(0, 1_500).mapToObj(i -> "document-" + i).toArray(String[]::new);
        put(many);
        time.advance(0);
        assertThat(documents.logBytes()).isZero();
        for (int i = 0; i < 6; i++) {
            put(many);
            assertThat(documents.logBytes()).isLessThan(5L * OPTIONS.logBytes() + 200_000);
        }
        assertThat(documents.get("note", "document-7").orElseThrow().version()).isEqualTo(7);
    }

    @Test
    void aTornTailIsLeftOutAndTold(@TempDir Path copy) throws IOException {
        put("1");
        put("2");
        Files.write(logs().getLast(), new byte[] {0, 0, 0, 90, 1, 2, 3}, StandardOpenOption.APPEND);
        try (var killed = afterKill(copy.resolve("killed"))) {
            assertThat(killed.count("note", new Filter.All())).isEqualTo(2);
            assertThat(warnings).singleElement().asString().contains(".log is damaged at byte", "last 7 bytes");
        }
        byte[] log = Files.readAllBytes(logs().getLast());
        for (int cut = 0; cut < 60; cut += 7) {
            Files.write(logs().getLast(), Arrays.copyOf(log, log.length - 7 - cut));
            try (var killed = afterKill(copy.resolve("cut" + cut))) {
                assertThat(killed.count("note", new Filter.All())).isEqualTo(cut == 0 ? 2 : 1);
            }
        }
        log[log.length - 20] ^= 4;
        Files.write(logs().getLast(), log);
        try (var killed = afterKill(copy.resolve("flipped"))) {
            assertThat(killed.count("note", new Filter.All())).isEqualTo(1);
        }
    }

    @Test
    void aDamagedIndexSaysWhereAndWhatToDo() throws IOException {
        put("1");
        documents.close();
        Path kind = folder.resolve("kinds").resolve("note");
        try (Stream<Path> files = Files.list(kind)) {
            Path segments = files.filter(f -> f.getFileName().toString().startsWith("segments_")).findFirst().orElseThrow();
            byte[] bytes = Files.readAllBytes(segments);
            bytes[bytes.length / 2] ^= 1;
            Files.write(segments, bytes);
        }
        failsForWantOfDisk(() -> open(folder), kind.toString(), "damaged", "move it away");
        Files.move(kind, folder.resolve("away"));
        documents = open(folder);
        assertThat(ids()).isEmpty();
        put("2");
        assertThat(ids()).containsExactly("2");
    }

    @Test
    void aMissingIndexFileSaysWhereAndWhatToDo() throws IOException {
        put("1");
        documents.close();
        Path kind = folder.resolve("kinds").resolve("note");
        try (Stream<Path> files = Files.list(kind)) {
            Files.delete(files.filter(f -> f.toString().endsWith(".cfs")).findFirst().orElseThrow());
        }
        failsForWantOfDisk(() -> open(folder), kind.toString(), "damaged", "move it away");
        failsForWantOfDisk(() -> open(folder), "damaged");
    }

    @Test
    void aSecondStoreIsKeptOut() {
        failsForWantOfDisk(() -> open(folder), folder.toString(), "in use by another process", "data folder of its own");
        put("1");
        documents.close();
        documents = open(folder);
        assertThat(ids()).containsExactly("1");
    }

    @Test
    void typesSurviveCommitAndDeletion() {
        put("1");
        documents.write(List.of(new Write.Delete("note", "1")));
        documents.close();
        documents = open(folder);
        assertThatThrownBy(() -> documents.write(List.of(new Write.Put(Document.of("note", "2", 0,
                Map.of("number", new FieldValue.Whole(1)), ""))))).hasMessageContaining("number");
    }
}
