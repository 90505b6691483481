package dev.plumbline.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.model.Labels;
import dev.plumbline.storage.RowAppender;
import dev.plumbline.time.SystemTime;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process, killed with SIGKILL: every row that it said was taken is there afterwards. */
class CrashTest {
    private static final int COLUMNS = 20;

    /** The process: appends rows 1, 2, 3 … after those that are there, and prints each number once it is acknowledged. */
    static final class Child {
        private Child() {}

        @SuppressWarnings("SystemOut")
        public static void main(String[] args) {
            var store = Tsdb.open(TsdbOptions.defaults(Path.of(args[0])).withSegmentBytes(1 << 17), new SystemTime(), new RealDisk(), e -> {});
            RowAppender rows = store.rows("child");
            for (int row = count(store) + 1; ; row++) {
                rows.begin(1000L * row);
                for (int c = 0; c < COLUMNS; c++) {
                    rows.set(rows.column(Labels.of("__name__", "m", "c", "" + c)).index(), value(row, c));
                }
                rows.commit();
                System.out.println(row);
            }
        }
    }

    private static double value(int row, int column) {
        return row * (column + 1) / 8.0;
    }

    private static int count(Tsdb store) {
        try (var querier = store.querier(0, Long.MAX_VALUE)) {
            var series = querier.select(List.of());
            int count = 0;
            for (var s : series) {
                var samples = s.samples(0, Long.MAX_VALUE);
                int column = Integer.parseInt(s.labels().get("c"));
                for (int i = 0; i < samples.size(); i++) {
                    assertThat(samples.times()[samples.from() + i]).isEqualTo(1000L * (i + 1));
                    assertThat(samples.values()[samples.from() + i]).isEqualTo(value(i + 1, column));
                }
                assertThat(count == 0 || count == samples.size()).isTrue();
                count = samples.size();
            }
            return count;
        }
    }

    @Test
    void acknowledgedRowsSurviveSigkill(@TempDir Path folder) throws IOException, InterruptedException {
        var random = new Random(42);
        int acknowledged = 0;
        for (int round = 0; round < 4; round++) {
            acknowledged = runAndKill(folder, acknowledged + 1 + random.nextInt(3000));
            try (var time = new SystemTime(); Tsdb store = Tsdb.open(TsdbOptions.defaults(folder), time, new RealDisk(), e -> {})) {
                int rows = count(store);
                assertThat(rows).isGreaterThanOrEqualTo(acknowledged);
                acknowledged = rows;
            }
        }
    }

    /** Runs the child until it has acknowledged the row, kills it, and answers the last row it told. */
    private static int runAndKill(Path folder, int row) throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process child = new ProcessBuilder(java, "-Xmx64m", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
                Child.class.getName(), folder.toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        int last = 0;
        try (var out = new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.US_ASCII))) {
            String line = out.readLine();
            while (line != null && last < row) {
                last = Integer.parseInt(line);
                line = last < row ? out.readLine() : line;
            }
            child.destroyForcibly();
            child.waitFor();
        }
        assertThat(last).isGreaterThanOrEqualTo(row);
        return last;
    }
}
