package dev.plumbline.daemon.documents.lucene;

import dev.plumbline.documents.Documents;
import dev.plumbline.testkit.contract.DocumentsContract;
import dev.plumbline.time.VirtualTime;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.assertj.core.api.Assertions;

/** The contract on a real disk; between the rounds of the comparison it commits, closes and opens again. */
class LuceneDocumentsTest extends DocumentsContract {
    @TempDir
    private Path folder;
    private final VirtualTime time = new VirtualTime(0);
    private final List<String> warnings = new CopyOnWriteArrayList<>();

    @Override
    protected Documents create() {
        return LuceneDocuments.open(folder, LuceneOptions.defaults(), time, warnings::add);
    }

    @Override
    protected Documents disturb(Documents open, int round) {
        switch (round % 4) {
            case 1 -> time.advance(60_000);
            case 2 -> {
                open.close();
                return create();
            }
            default -> {
                // Goes on as it is.
            }
        }
        return open;
    }

    @AfterEach
    void nothingWasDamaged() {
        Assertions.assertThat(warnings).isEmpty();
    }
}
