package dev.plumbline.daemon.remotewrite.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.model.Exemplar;
import dev.plumbline.model.Histogram;
import dev.plumbline.model.Labels;
import dev.plumbline.model.StaleMarker;
import dev.plumbline.storage.Appender;
import dev.plumbline.storage.InMemoryStorage;
import dev.plumbline.storage.RowAppender;
import dev.plumbline.storage.SampleTap;
import dev.plumbline.storage.StoredSamples;
import dev.plumbline.storage.TappedStorage;
import dev.plumbline.storage.WrittenSamples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleQueueTest {
    private static final Position BEGIN = new Position(0, 0);
    private static final long MIB = 1 << 20;
    private final InMemoryStorage store = new InMemoryStorage();
    private final List<String> troubles = new ArrayList<>();

    @TempDir
    private Path folder;

    private SampleQueue open() {
        return open(new QueueOptions(folder, 64 * MIB, MIB), QueueFiles.REAL);
    }

    private SampleQueue open(QueueOptions options, QueueFiles files) {
        SampleQueue queue = SampleQueue.open(options, files, new StoredSamples(store), troubles::add);
        queue.accept(true);
        return queue;
    }

    private static Labels labels(int i) {
        return Labels.of("__name__", "m", "i", "" + i, "job", "a job");
    }

    private static String line(int i, long time, double value) {
        return "m" + i + "@" + time + "=" + Long.toHexString(Double.doubleToRawLongBits(value));
    }

    /** Appends a row of values to series 0, 1, 2 … */
    private static void row(RowAppender rows, long time, double... values) {
        rows.begin(time);
        for (int i = 0; i < values.length; i++) {
            rows.set(rows.column(labels(i)).index(), values[i]);
        }
        rows.commit();
    }

    @Test
    void everyBitComesOut() {
        double[] values = {0, -0.0, 1, 12345, 0.1, Double.NaN, StaleMarker.VALUE, Double.POSITIVE_INFINITY, Double.MIN_VALUE, -7e300};
        try (var queue = open()) {
            RowAppender rows = new TappedStorage(store, queue).rows("x");
            row(rows, 1_000, values);
            row(rows, 2_000, values);
            List<String> expected = new ArrayList<>();
            for (long time : new long[] {1_000, 2_000}) {
                for (int i = 0; i < values.length; i++) {
                    expected.add(line(i, time, values[i]));
                }
            }
            assertThat(Collected.from(queue, BEGIN)).isEqualTo(expected);
            assertThat(queue.counters().samples()).isEqualTo(20);
            assertThat(queue.counters().highestMillis()).isEqualTo(2_000);
        }
    }

    @Test
    void transactionsOfManyTimesStartsHistogramsAndExemplars() {
        var whole = new Histogram(2, 6, 3.5, 0.001, 1, new Histogram.Buckets(new int[] {-1}, new int[] {2}, new double[] {2, 3}),
                Histogram.Buckets.NONE, new double[0], Histogram.CounterReset.UNKNOWN);
        var parts = new Histogram(2, 2.5, 3.5, 0.001, 0, new Histogram.Buckets(new int[] {-1}, new int[] {2}, new double[] {2, 0.5}),
                Histogram.Buckets.NONE, new double[0], Histogram.CounterReset.GAUGE);
        try (var queue = open()) {
            try (Appender appender = new TappedStorage(store, queue).appender()) {
                appender.append(labels(9), 500, 1_000, 1);
                appender.append(labels(9), 500, 2_000, 2);
                appender.append(labels(1), 3_000, 2_000, whole);
                appender.append(labels(1), 0, 3_000, parts);
                appender.commit();
            }
            queue.append(labels(9), new Exemplar(Labels.of("trace_id", "abc"), 0.5, 1_500));
            assertThat(Collected.from(queue, BEGIN)).containsExactly(line(9, 1_000, 1) + " since 500", line(9, 2_000, 2) + " since 500",
                    "m1@2000=6.0 observations since 3000", "m1@3000=2.5 observations", "m9@1500 like 0.5{trace_id=\"abc\"}");
        }
    }

    @Test
    void nobodyReadsWhatIsNotSettled() {
        try (var queue = open()) {
            SampleTap.Pending first = prepare(queue, 1_000);
            SampleTap.Pending second = prepare(queue, 2_000);
            second.kept();
            assertThat(Collected.from(queue, BEGIN)).isEmpty();
            first.lost();
            assertThat(Collected.from(queue, BEGIN)).containsExactly(line(0, 2_000, 7));
        }
    }

    private static SampleTap.Pending prepare(SampleQueue queue, long time) {
        return java.util.Objects.requireNonNull(queue.prepare(sample(time)));
    }

    private static WrittenSamples sample(long time) {
        var store = new InMemoryStorage();
        var captured = new ArrayList<WrittenSamples>();
        SampleTap capturing = new SampleTap() {
            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public @Nullable Pending prepare(WrittenSamples samples) {
                captured.add(samples);
                return null;
            }
        };
        try (Appender appender = new TappedStorage(store, capturing).appender()) {
            appender.append(labels(0), time, 7);
            appender.commit();
        }
        return captured.getFirst();
    }

    @Test
    void whatWasCutAtAnyByteIsReadUpToTheCut() throws IOException {
        try (var queue = open()) {
            RowAppender rows = new TappedStorage(store, queue).rows("x");
            for (int t = 1; t <= 5; t++) {
                row(rows, t * 1_000, t, 2.5 * t, -t);
            }
        }
        Path file = Format.file(folder, 1);
        byte[] whole = Files.readAllBytes(file);
        int before = -1;
        for (int length = 0; length <= whole.length; length++) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            Files.deleteIfExists(Format.file(folder, 2));
            try (var queue = open()) {
                RowAppender rows = new TappedStorage(store, queue).rows("y" + length);
                row(rows, 100_000 + length, 1);
                List<String> lines = Collected.from(queue, BEGIN);
                assertThat(lines.getLast()).isEqualTo(line(0, 100_000 + length, 1));
                int rowsRead = (lines.size() - 1) / 3;
                assertThat(lines.size() % 3).isEqualTo(1);
                assertThat(rowsRead).isGreaterThanOrEqualTo(before);
                before = rowsRead;
            }
        }
        assertThat(before).isEqualTo(5);
        assertThat(troubles).isEmpty();
    }

    @Test
    void aDamagedByteLosesNoMoreThanItsSegment() throws IOException {
        try (var queue = open()) {
            row(new TappedStorage(store, queue).rows("x"), 1_000, 1, 2, 3);
        }
        Path file = Format.file(folder, 1);
        byte[] whole = Files.readAllBytes(file);
        var random = new SplittableRandom(7);
        for (int round = 0; round < 200; round++) {
            byte[] damaged = whole.clone();
            int at = Format.HEADER + random.nextInt(whole.length - Format.HEADER);
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, damaged);
            Files.deleteIfExists(Format.file(folder, 2));
            try (var queue = open()) {
                row(new TappedStorage(store, queue).rows("y" + round), 10_000 + round, 1);
                assertThat(Collected.from(queue, BEGIN)).contains(line(0, 10_000 + round, 1));
            }
        }
    }

    @Test
    void aKillBetweenPrepareAndCommitIsSettledByTheStore() {
        try (Appender appender = store.appender()) { // what the store had kept when the process ended
            appender.append(labels(0), 2_000, 7);
            appender.commit();
        }
        SampleQueue killed = open();
        killed.prepare(sample(1_000));
        killed.prepare(sample(2_000));
        try (var queue = open()) {
            assertThat(Collected.from(queue, BEGIN)).containsExactly(line(0, 2_000, 7));
        }
        try (var queue = open()) {
            assertThat(Collected.from(queue, BEGIN)).containsExactly(line(0, 2_000, 7));
        }
    }

    @Test
    void aRowThatWasKeptInPartIsSettledByTheStore() {
        var rows = new InMemoryStorage();
        SampleQueue killed = open();
        RowAppender tapped = new TappedStorage(rows, new NeverSettled(killed)).rows("x");
        row(tapped, 1_000, 1, 2, 3);
        try (Appender appender = store.appender()) {
            appender.append(labels(0), 1_000, 1);
            appender.append(labels(2), 1_000, 3);
            appender.commit();
        }
        try (var queue = open()) {
            assertThat(Collected.from(queue, BEGIN)).containsExactly(line(0, 1_000, 1), line(2, 1_000, 3));
        }
    }

    /** A process that dies before it can say how a commit ended. */
    private record NeverSettled(SampleQueue queue) implements SampleTap {
        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public @Nullable Pending prepare(WrittenSamples samples) {
            queue.prepare(samples);
            return null;
        }
    }

    @Test
    void rejectedSamplesDoNotComeOut() {
        try (var queue = open()) {
            var tapped = new TappedStorage(store, queue);
            RowAppender rows = tapped.rows("x");
            row(rows, 2_000, 1, 2, 3);
            try (Appender appender = tapped.appender()) {
                appender.append(labels(1), 5_000, 9);
                appender.commit();
            }
            row(rows, 4_000, 4, 5, 6);
            assertThat(Collected.from(queue, BEGIN)).containsExactly(line(0, 2_000, 1), line(1, 2_000, 2), line(2, 2_000, 3),
                    line(1, 5_000, 9), line(0, 4_000, 4), line(2, 4_000, 6));
        }
    }

    @Test
    void segmentsFollowEachOtherAndAReaderGoesOnWhereItWas() {
        try (var queue = open(new QueueOptions(folder, 64 * MIB, 2_000), QueueFiles.REAL)) {
            RowAppender rows = new TappedStorage(store, queue).rows("x");
            var first = new Collected();
            var expected = new ArrayList<String>();
            Position half = BEGIN;
            try (var reader = new QueueReader(queue, BEGIN, first)) {
                for (int t = 1; t <= 300; t++) {
                    row(rows, t, t, t / 3.0);
                    expected.add(line(0, t, t));
                    expected.add(line(1, t, t / 3.0));
                    while (reader.next()) {
                        half = t == 150 ? reader.position() : half;
                    }
                }
            }
            assertThat(first.lines).isEqualTo(expected);
            assertThat(queue.end().segment()).isGreaterThan(2);
            assertThat(Collected.from(queue, half)).isEqualTo(expected.subList(300, 600));
            queue.trim(half.segment());
            assertThat(Collected.from(queue, half)).isEqualTo(expected.subList(300, 600));
            assertThat(Format.file(folder, half.segment() - 1)).doesNotExist();
        }
    }

    @Test
    void theOldestGoesWhenThereIsTooMuch() throws IOException {
        try (var queue = open(new QueueOptions(folder, 64 << 10, 8 << 10), QueueFiles.REAL)) {
            queue.trim(1);
            RowAppender rows = new TappedStorage(store, queue).rows("x");
            for (int t = 1; t <= 20_000; t++) {
                row(rows, t, t / 7.0);
            }
            assertThat(queue.bytes()).isLessThanOrEqualTo(64 << 10);
            List<String> lines = Collected.from(queue, BEGIN);
            assertThat(lines.getLast()).isEqualTo(line(0, 20_000, 20_000 / 7.0));
            assertThat(lines).hasSizeGreaterThan(1_000);
            assertThat(queue.counters().removedUnread()).isPositive();
            assertThat(troubles.getFirst()).contains("larger than its limit of 65536 bytes", "samples that were not sent are lost");
        }
    }

    @Test
    void aDiskThatFailsLosesOnlyWhatItDidNotTake() {
        var disk = new FailingFiles();
        try (var queue = open(new QueueOptions(folder, 64 * MIB, MIB), disk)) {
            RowAppender rows = new TappedStorage(store, queue).rows("x");
            row(rows, 1_000, 1);
            disk.failing = true;
            row(rows, 2_000, 2, 3);
            disk.failing = false;
            row(rows, 3_000, 4, 5);
            assertThat(Collected.from(queue, BEGIN)).containsExactly(line(0, 1_000, 1), line(0, 3_000, 4), line(1, 3_000, 5));
            assertThat(queue.counters().unwritten()).isEqualTo(2);
            assertThat(troubles).singleElement().asString().contains("will not be sent: no space");
        }
    }

    /** A disk that is full from time to time, after half of what it is given. */
    private static final class FailingFiles implements QueueFiles {
        private boolean failing;

        @Override
        public Out open(Path file) throws IOException {
            Out real = REAL.open(file);
            return new Out() {
                @Override
                public void write(byte[] bytes, int from, int count, long offset) throws IOException {
                    real.write(bytes, from, failing ? count / 2 : count, offset);
                    if (failing) {
                        throw new IOException("no space");
                    }
                }

                @Override
                public void truncate(long size) throws IOException {
                    real.truncate(size);
                }

                @Override
                public void sync() throws IOException {
                    real.sync();
                }

                @Override
                public void close() throws IOException {
                    real.close();
                }
            };
        }
    }

    @Test
    void positionsAreRememberedAndCheckedForDamage() throws IOException {
        var file = new PositionFile(folder.resolve("a.position"));
        assertThat(file.read()).isNull();
        file.write(new Position(7, 1L << 33));
        assertThat(file.read()).isEqualTo(new Position(7, 1L << 33));
        byte[] bytes = Files.readAllBytes(folder.resolve("a.position"));
        for (int i = 0; i < bytes.length - 4; i++) {
            byte[] damaged = bytes.clone();
            damaged[i] ^= 4;
            Files.write(folder.resolve("a.position"), damaged);
            assertThat(file.read()).as("byte %d", i).isNull();
        }
    }
}
