package dev.plumbline.daemon.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.queries.QueryRequest;
import dev.plumbline.daemon.queries.QueryStatus;
import dev.plumbline.time.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlowQueryLogTest {
    private final VirtualTime time = new VirtualTime(0);
    private final List<String> lines = new ArrayList<>();
    private final SlowQueryLog log = new SlowQueryLog(time, (line, query) -> lines.add(line));

    private static QueryStatus query(String text) {
        return new QueryStatus("1", new QueryRequest(QueryRequest.Kind.RANGE, text, "10.0.0.7", "x"), QueryStatus.State.FINISHED,
                "timeout", 0, 1_500_000_000L, 11_000_000_000L, 7, 0, 4096);
    }

    @Test
    void saysWhatWasAskedByWhomAndWhatItCost() {
        log.accept(query("sum(up)"));
        assertThat(lines).containsExactly("slow range query: 12.500 s (1.500 s waiting), timeout, 7 samples, 4096 bytes at most,"
                + " from 10.0.0.7: sum(up)");
    }

    @Test
    void isBoundedAndSaysHowManyItLeftOut() {
        for (int i = 0; i < 25; i++) {
            log.accept(query("q" + i));
        }
        assertThat(lines).hasSize(SlowQueryLog.MAX_LINES);
        time.advance(10_000);
        log.accept(query("later"));
        assertThat(lines).hasSize(SlowQueryLog.MAX_LINES + 1).last().asString().endsWith("later (and 15 more slow queries since the last line)");
        log.accept(query("next"));
        assertThat(lines.getLast()).endsWith("next");
    }
}
