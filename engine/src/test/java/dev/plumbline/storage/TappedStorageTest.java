package dev.plumbline.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.model.Labels;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TappedStorageTest {
    private static final Labels A = Labels.of("__name__", "a");
    private static final Labels B = Labels.of("__name__", "b");
    private final InMemoryStorage store = new InMemoryStorage();
    private final Recorder tap = new Recorder();
    private final TappedStorage tapped = new TappedStorage(store, tap);

    /** Writes down what it is told, a line each. */
    private static final class Recorder implements SampleTap {
        private final List<String> told = new ArrayList<>();
        private boolean open = true;
        private boolean takes = true;

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public @Nullable Pending prepare(WrittenSamples samples) {
            if (!takes) {
                return null;
            }
            told.add("prepare " + text(samples, new BitSet()));
            return new Pending() {
                @Override
                public void kept() {
                    told.add("kept");
                }

                @Override
                public void keptBut(WrittenSamples written, BitSet leftOut) {
                    told.add("kept " + text(written, leftOut));
                }

                @Override
                public void lost() {
                    told.add("lost");
                }
            };
        }

        private static String text(WrittenSamples samples, BitSet leftOut) {
            var parts = new ArrayList<String>();
            for (int i = leftOut.nextClearBit(0); i < samples.size(); i = leftOut.nextClearBit(i + 1)) {
                parts.add(samples.labels(i).metricName() + "@" + samples.time(i) + "=" + samples.value(i)
                        + (samples.start(i) == 0 ? "" : " since " + samples.start(i)));
            }
            return parts.toString();
        }
    }

    @Test
    void tellsOfRowsBeforeAndAfter() {
        RowAppender rows = tapped.rows("x");
        int a = rows.column(A).index();
        int b = rows.column(B).index();
        rows.begin(10);
        rows.set(a, 1);
        rows.set(b, 2);
        rows.set(a, 3);
        rows.setStart(b, 5);
        rows.commit();
        rows.begin(20);
        rows.set(b, 4);
        rows.rollback();
        rows.begin(30);
        rows.commit();
        assertThat(tap.told).containsExactly("prepare [a@10=3.0, b@10=2.0 since 5]", "kept");
    }

    @Test
    void tellsWhatOfARowWasLeftOut() {
        append(A, 15, 7);
        tap.told.clear();
        RowAppender rows = tapped.rows("x");
        int a = rows.column(A).index();
        int b = rows.column(B).index();
        rows.begin(10);
        rows.set(a, 1);
        rows.set(b, 2);
        assertThat(rows.commit().rejected()).isEqualTo(1);
        assertThat(tap.told).containsExactly("prepare [a@10=1.0, b@10=2.0]", "kept [b@10=2.0]");
    }

    @Test
    void looksUpWhatWasLeftOutWhenItIsMuch() {
        RowAppender rows = tapped.rows("x");
        for (int i = 0; i < 30; i++) {
            Labels labels = Labels.of("__name__", "m", "i", "" + i);
            if (i % 2 == 0) {
                append(labels, 15, 7);
            }
        }
        rows.begin(10);
        for (int i = 0; i < 30; i++) {
            rows.set(rows.column(Labels.of("__name__", "m", "i", "" + i)).index(), i);
        }
        assertThat(rows.commit().rejected()).isEqualTo(15);
        assertThat(tap.told.getLast()).startsWith("kept [m@10=1.0, m@10=3.0,").endsWith("m@10=29.0]");
    }

    private void append(Labels labels, long time, double value) {
        try (Appender appender = tapped.appender()) {
            appender.append(labels, time, value);
            appender.commit();
        }
    }

    @Test
    void tellsOfWhatATransactionTook() {
        try (Appender appender = tapped.appender()) {
            appender.append(A, 10, 20, 1);
            appender.append(Labels.EMPTY, 20, 2);
            appender.append(B, 21, 3);
            appender.commit();
        }
        try (Appender appender = tapped.appender()) {
            appender.append(A, 30, 1);
            appender.rollback();
        }
        assertThat(tap.told).containsExactly("prepare [a@20=1.0 since 10, b@21=3.0]", "kept");
    }

    @Test
    void marksStayWithTheirSeries() {
        var written = new WrittenSamples(true);
        written.place(0, A);
        written.place(1, B);
        written.clear();
        written.set(1, 10, 1);
        assertThat(written.mark(0)).isEqualTo(WrittenSamples.UNMARKED);
        written.mark(0, 77);
        written.clear();
        written.set(0, 20, 1);
        written.set(1, 20, 1);
        assertThat(written.mark(0)).isEqualTo(WrittenSamples.UNMARKED);
        assertThat(written.mark(1)).isEqualTo(77);
        written.place(1, A);
        assertThat(written.mark(1)).isEqualTo(WrittenSamples.UNMARKED);
    }

    @Test
    void aFailedCommitIsLost() {
        var failing = new TappedRows(new FailingRows(), tap, new StoredSamples(store));
        failing.column(A);
        failing.begin(10);
        failing.set(0, 1);
        assertThatThrownBy(failing::commit).hasMessage("disk full");
        assertThat(tap.told).containsExactly("prepare [a@10=1.0]", "lost");
    }

    @Test
    void aClosedTapOrOneThatCannotIsNoMatter() {
        tap.open = false;
        assertThat(tapped.rows("x")).isNotInstanceOf(TappedRows.class);
        append(A, 10, 1);
        tap.open = true;
        tap.takes = false;
        append(A, 20, 1);
        assertThat(tap.told).isEmpty();
        try (Querier querier = tapped.querier(0, 100)) {
            assertThat(querier.select(List.of()).getFirst().samples(0, 100).size()).isEqualTo(2);
        }
    }

    /** Rows of a full disk. */
    private static final class FailingRows implements RowAppender {
        @Override
        public Column column(Labels labels) {
            return new Column(0, java.util.Optional.empty());
        }

        @Override
        public Labels labels(int column) {
            return A;
        }

        @Override
        public void begin(long timeMillis) {}

        @Override
        public void set(int column, double value) {}

        @Override
        public void set(int column, dev.plumbline.model.Histogram histogram) {}

        @Override
        public void setStart(int column, long startMillis) {}

        @Override
        public boolean isSet(int column) {
            return true;
        }

        @Override
        public Outcome commit() {
            throw new IllegalStateException("disk full");
        }

        @Override
        public void rollback() {}

        @Override
        public void release(int column) {}

        @Override
        public void close() {}
    }
}
