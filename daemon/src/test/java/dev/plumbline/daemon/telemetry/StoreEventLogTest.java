package dev.plumbline.daemon.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.time.VirtualTime;
import dev.plumbline.tsdb.TsdbEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class StoreEventLogTest {
    private final VirtualTime time = new VirtualTime(0);
    private final ArrayList<String> lines = new ArrayList<>();
    private final StoreEventLog log = new StoreEventLog(time, lines::add);

    @Test
    void repeatsAFailureEveryTenSecondsWithItsCount() {
        var full = new TsdbEvent.WriteFailed(Path.of("wal"), "No space left on device");
        for (int i = 0; i < 25; i++) {
            log.accept(full);
            time.advance(1_000);
        }
        assertThat(lines).containsExactly("cannot write wal: No space left on device",
                "cannot write wal: No space left on device (and 9 times more since the last message)",
                "cannot write wal: No space left on device (and 9 times more since the last message)");
    }

    @Test
    void kindsDoNotHideEachOtherAndDamageIsAlwaysSaid() {
        log.accept(new TsdbEvent.WriteFailed(Path.of("a"), "x"));
        log.accept(new TsdbEvent.SyncFailed(Path.of("a"), "x"));
        log.accept(new TsdbEvent.Corruption(Path.of("a"), 1, "x", 2));
        log.accept(new TsdbEvent.Corruption(Path.of("b"), 1, "x", 2));
        assertThat(lines).hasSize(4);
    }
}
