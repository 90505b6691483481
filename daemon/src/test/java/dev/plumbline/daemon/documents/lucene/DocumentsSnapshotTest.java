package dev.plumbline.daemon.documents.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.documents.Document;
import dev.plumbline.documents.FieldValue;
import dev.plumbline.documents.Write;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.time.VirtualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copy of documents while they are written: everything that was acknowledged before it, and whole. */
class DocumentsSnapshotTest {
    @TempDir
    private Path folder;
    private final VirtualTime time = new VirtualTime(0);
    private final List<String> warnings = new ArrayList<>();
    private final FaultyMedium medium = new FaultyMedium();

    private LuceneDocuments open(String name) {
        return LuceneDocuments.open(folder.resolve(name), LuceneOptions.defaults(), medium, time, warnings::add);
    }

    private static void put(LuceneDocuments documents, String kind, int i) {
        documents.write(List.of(new Write.Put(Document.of(kind, "d" + i, i, Map.of("n", new FieldValue.Keyword("v" + i)), "body " + i))));
    }

    @Test
    void hasWhatWasWrittenBeforeAndGoesOnByItself() {
        try (LuceneDocuments documents = open("a")) {
            for (int i = 0; i < 50; i++) {
                put(documents, i % 2 == 0 ? "even" : "odd", i);
                if (i == 30) {
                    documents.commit();
                }
            }
            documents.snapshot(folder.resolve("b"));
            put(documents, "even", 50);
            put(documents, "third", 0);
            try (LuceneDocuments copy = open("b")) {
                assertThat(copy.counts()).isEqualTo(Map.of("even", 25L, "odd", 25L));
                assertThat(copy.get("odd", "d49")).isPresent();
                put(copy, "odd", 99);
            }
            assertThat(documents.get("odd", "d99")).isEmpty();
            assertThat(documents.counts()).isEqualTo(Map.of("even", 26L, "odd", 25L, "third", 1L));
        }
        assertThat(DocumentsCheck.problems(folder.resolve("b"))).isEmpty();
        assertThat(warnings).isEmpty();
    }

    @Test
    void whatNoIndexCouldCommitIsInItsLog() {
        try (LuceneDocuments documents = open("a")) {
            put(documents, "kind", 1);
            medium.indexFull = true;
            documents.snapshot(folder.resolve("b"));
            medium.indexFull = false;
            try (LuceneDocuments copy = open("b")) {
                assertThat(copy.counts()).isEqualTo(Map.of("kind", 1L));
            }
            assertThat(documents.counts()).isEqualTo(Map.of("kind", 1L));
        }
    }

    @Test
    void duringWritesItHasAllThatWereAcknowledgedAndNoGap() throws InterruptedException {
        try (LuceneDocuments documents = open("a")) {
            var acknowledged = new AtomicInteger();
            var going = new AtomicBoolean(true);
            Thread writer = Thread.ofPlatform().start(() -> {
                for (int i = 1; going.get(); i++) {
                    put(documents, "kind", i);
                    acknowledged.set(i);
                }
            });
            for (int round = 0; round < 5; round++) {
                int seen = acknowledged.get();
                while (acknowledged.get() < seen + 20) {
                    Thread.onSpinWait();
                }
                int before = acknowledged.get();
                documents.snapshot(folder.resolve("copy" + round));
                try (LuceneDocuments copy = open("copy" + round)) {
                    long count = copy.counts().get("kind");
                    assertThat(count).isGreaterThanOrEqualTo(before);
                    assertThat(copy.get("kind", "d" + count)).isPresent();
                    assertThat(copy.get("kind", "d" + (count + 1))).isEmpty();
                }
            }
            going.set(false);
            writer.join();
        }
    }

    @Test
    void aClosedOneHasNoSnapshotAndDamageIsNamed() throws IOException {
        LuceneDocuments documents = open("a");
        put(documents, "kind", 1);
        documents.snapshot(folder.resolve("b"));
        documents.close();
        assertThatThrownBy(() -> documents.snapshot(folder.resolve("c"))).isInstanceOf(PlumblineException.class).hasMessageContaining("closed");
        try (var files = Files.list(folder.resolve("b/kinds/kind"))) {
            for (Path file : files.toList()) {
                byte[] good = Files.readAllBytes(file);
                byte[] bad = good.clone();
                bad[bad.length / 2] ^= 1;
                Files.write(file, bad);
                assertThat(DocumentsCheck.problems(folder.resolve("b"))).as(file.toString()).singleElement().asString().contains("kinds/kind");
                Files.write(file, good);
            }
        }
        assertThat(DocumentsCheck.problems(folder.resolve("nothing"))).isEmpty();
    }
}
