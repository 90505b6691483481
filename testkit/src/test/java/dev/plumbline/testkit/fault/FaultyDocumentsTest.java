package dev.plumbline.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.documents.Document;
import dev.plumbline.documents.Documents;
import dev.plumbline.documents.Filter;
import dev.plumbline.documents.InMemoryDocuments;
import dev.plumbline.documents.Write;
import dev.plumbline.testkit.contract.DocumentsContract;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Without faults it keeps the contract; with them, exactly what was asked for fails. */
class FaultyDocumentsTest extends DocumentsContract {
    @Override
    protected Documents create() {
        return new FaultyDocuments(new InMemoryDocuments(), 1);
    }

    private static void put(FaultyDocuments faulty, String... ids) {
        faulty.write(java.util.Arrays.stream(ids).<Write>map(id -> new Write.Put(Document.of("note", id, 0, Map.of(), ""))).toList());
    }

    @Test
    void writesFailBeforeOrAfterTheyAreKept() {
        try (var faulty = new FaultyDocuments(new InMemoryDocuments(), 1)) {
            faulty.failBeforeKeeping(1);
            assertThatThrownBy(() -> put(faulty, "1")).hasMessageContaining("nothing was kept");
            assertThat(faulty.get("note", "1")).isEmpty();
            faulty.failAfterKeeping(1);
            assertThatThrownBy(() -> put(faulty, "1")).hasMessageContaining("after writing");
            assertThat(faulty.get("note", "1")).isPresent();
            put(faulty, "2");
            assertThat(faulty.count("note", new Filter.All())).isEqualTo(2);
        }
    }

    @Test
    void aCrashEndsEverythingUntilTheRestart() {
        try (var faulty = new FaultyDocuments(new InMemoryDocuments(), 7)) {
            faulty.crashAfter(1);
            put(faulty, "1");
            assertThatThrownBy(() -> put(faulty, "2", "3")).hasMessageContaining("crashed");
            assertThat(faulty.isCrashed()).isTrue();
            assertThatThrownBy(() -> faulty.get("note", "1")).hasMessageContaining("crashed");
            assertThatThrownBy(() -> faulty.write(List.of())).hasMessageContaining("crashed");
            faulty.restart();
            assertThat(faulty.get("note", "1")).isPresent();
            faulty.failReads(true);
            assertThatThrownBy(() -> faulty.count("note", new Filter.All())).hasMessageContaining("read");
        }
    }

    @Test
    void theSameSeedFailsTheSameWrites() {
        assertThat(failures(3)).isEqualTo(failures(3)).contains("x").contains(".").isNotEqualTo(failures(4));
    }

    private static String failures(long seed) {
        var outcome = new StringBuilder();
        try (var faulty = new FaultyDocuments(new InMemoryDocuments(), seed)) {
            faulty.failWrites(0.4);
            for (int i = 0; i < 60; i++) {
                try {
                    put(faulty, "" + i);
                    outcome.append('.');
                } catch (dev.plumbline.model.PlumblineException e) {
                    outcome.append('x');
                }
            }
        }
        return outcome.toString();
    }
}
