package dev.plumbline.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Histogram.CounterReset;
import dev.plumbline.model.HistogramMath;
import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.model.StaleMarker;
import dev.plumbline.storage.Rejection;
import dev.plumbline.storage.RowAppender;
import dev.plumbline.storage.Samples;
import dev.plumbline.storage.Series;
import dev.plumbline.storage.Storage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of series does, whatever it is made of. */
public abstract class StorageContract {
    private static final Labels A = Labels.of("__name__", "a", "job", "x");
    private static final Labels B = Labels.of("__name__", "b", "job", "y", "zone", "1");
    private static final Labels C = Labels.of("__name__", "c");
    private Storage storage = new dev.plumbline.storage.InMemoryStorage();

    /** A new, empty store. */
    protected abstract Storage create();

    @BeforeEach
    void open() {
        storage = create();
    }

    @AfterEach
    void close() {
        storage.close();
    }

    private void append(Labels labels, long time, double value) {
        try (var appender = storage.appender()) {
            assertThat(appender.append(labels, time, value)).isEmpty();
            appender.commit();
        }
    }

    private List<Labels> select(LabelMatcher... matchers) {
        try (var querier = storage.querier(Long.MIN_VALUE, Long.MAX_VALUE)) {
            return querier.select(List.of(matchers)).stream().map(Series::labels).toList();
        }
    }

    private double[] values(Labels labels, long min, long max) {
        try (var querier = storage.querier(min, max)) {
            for (Series series : querier.select(List.of())) {
                if (series.labels().equals(labels)) {
                    Samples s = series.samples(min, max);
                    return Arrays.copyOfRange(s.values(), s.from(), s.to());
                }
            }
            return new double[0];
        }
    }

    @Test
    void rangesAreClosedOnBothSides() {
        for (int i = 1; i <= 5; i++) {
            append(A, i * 1000L, i);
        }
        assertThat(values(A, 2000, 4000)).containsExactly(2, 3, 4);
        assertThat(values(A, 2001, 3999)).containsExactly(3);
        assertThat(values(A, 5001, Long.MAX_VALUE)).isEmpty();
        assertThat(storage.oldestMillis()).isEqualTo(1000);
    }

    @Test
    void anEmptyStoreAnswers() {
        assertThat(select()).isEmpty();
        assertThat(storage.oldestMillis()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void nothingIsSeenBeforeCommitAndNothingAfterRollback() {
        try (var appender = storage.appender()) {
            appender.append(A, 1, 1);
            appender.append(B, 1, 1);
            assertThat(select()).isEmpty();
            appender.rollback();
            appender.commit();
        }
        assertThat(select()).isEmpty();
    }

    @Test
    void olderAndDifferentSamplesAreRejectedAndEqualOnesIgnored() {
        append(A, 1000, 1);
        try (var appender = storage.appender()) {
            assertThat(appender.append(A, 999, 1)).containsInstanceOf(Rejection.OutOfOrder.class);
            assertThat(appender.append(A, 1000, 2)).containsInstanceOf(Rejection.DuplicateTimestamp.class);
            assertThat(appender.append(A, 1000, 1)).isEmpty();
            assertThat(appender.append(A, 1001, 2)).isEmpty();
            assertThat(appender.append(A, 1000, 2)).containsInstanceOf(Rejection.OutOfOrder.class);
            assertThat(appender.append(Labels.EMPTY, 1, 1)).containsInstanceOf(Rejection.Invalid.class);
            appender.commit();
        }
        assertThat(values(A, 0, 2000)).containsExactly(1, 2);
    }

    @Test
    void rowsAndTransactionsMeetInOneSeries() {
        try (RowAppender rows = storage.rows("target")) {
            append(A, 1000, 1);
            rows.begin(2000);
            rows.set(rows.column(A).index(), 2);
            assertThat(rows.commit().appended()).isEqualTo(1);
            append(A, 3000, 3);
            rows.begin(2500);
            rows.set(rows.column(A).index(), 2.5);
            assertThat(rows.commit().rejections()).singleElement().isInstanceOf(Rejection.OutOfOrder.class);
        }
        assertThat(values(A, 0, 9000)).containsExactly(1, 2, 3);
    }

    private Samples samples(Labels labels) {
        try (var querier = storage.querier(Long.MIN_VALUE, Long.MAX_VALUE)) {
            return querier.select(List.of()).stream().filter(s -> s.labels().equals(labels)).findFirst().orElseThrow()
                    .samples(Long.MIN_VALUE, Long.MAX_VALUE);
        }
    }

    @Test
    void histogramsComeBackBesideFloats() {
        var random = new Random(5);
        var given = new ArrayList<Histogram>();
        try (RowAppender rows = storage.rows("target"); var appender = storage.appender()) {
            for (int i = 0; i < 300; i++) {
                Histogram h = RandomHistograms.next(random);
                given.add(h);
                rows.begin(i);
                rows.set(rows.column(A).index(), h);
                rows.set(rows.column(B).index(), i);
                assertThat(rows.commit().appended()).isEqualTo(2);
                if (i % 3 > 0) {
                    assertThat(appender.append(C, i, h)).isEmpty();
                } else {
                    assertThat(appender.append(C, i, i)).isEmpty();
                }
            }
            appender.commit();
        }
        assertThat(samples(B).histograms()).isNull();
        for (int i = 0; i < 300; i++) {
            Histogram a = Objects.requireNonNull(samples(A).histogram(i));
            assertThat(RandomHistograms.unhinted(a)).isEqualTo(RandomHistograms.unhinted(given.get(i)));
            assertThat(a.reset() == CounterReset.GAUGE).isEqualTo(given.get(i).reset() == CounterReset.GAUGE);
            assertThat(samples(C).histogram(i) == null).isEqualTo(i % 3 == 0);
        }
    }

    @Test
    void startTimesComeBackAndAreNoneWhenNotGiven() {
        try (RowAppender rows = storage.rows("target"); var appender = storage.appender()) {
            for (int i = 0; i < 300; i++) {
                rows.begin(i);
                rows.set(rows.column(A).index(), i);
                rows.setStart(0, i / 100 * 100);
                rows.set(rows.column(B).index(), i);
                rows.commit();
                assertThat(appender.append(C, i, i + 1L, 1)).isEmpty();
            }
            rows.begin(300);
            rows.set(0, 1);
            rows.commit();
            assertThatThrownBy(() -> rows.setStart(0, 1)).isInstanceOf(IllegalStateException.class);
            appender.commit();
        }
        assertThat(samples(B).startTimes()).isNull();
        for (int i = 0; i < 300; i++) {
            assertThat(samples(A).startTime(i)).isEqualTo(i / 100 * 100);
            assertThat(samples(C).startTime(i)).isEqualTo(i);
        }
        assertThat(samples(A).startTime(300)).isZero();
    }

    @Test
    void histogramsAreRejectedAsFloatsAre() {
        Histogram h = RandomHistograms.next(new Random(1));
        Histogram hinted = HistogramMath.scale(RandomHistograms.unhinted(h), 1);
        Histogram wrong = new Histogram(99, 0, 0, 0, 0, Histogram.Buckets.NONE, Histogram.Buckets.NONE, new double[0], CounterReset.UNKNOWN);
        try (var appender = storage.appender()) {
            assertThat(appender.append(A, 1000, h)).isEmpty();
            appender.commit();
        }
        try (var appender = storage.appender(); RowAppender rows = storage.rows("target")) {
            assertThat(appender.append(A, 999, h)).containsInstanceOf(Rejection.OutOfOrder.class);
            assertThat(appender.append(A, 1000, 1)).containsInstanceOf(Rejection.DuplicateTimestamp.class);
            assertThat(appender.append(A, 1000, h.sum())).containsInstanceOf(Rejection.DuplicateTimestamp.class);
            assertThat(appender.append(A, 1000, HistogramMath.scale(h, 2))).containsInstanceOf(Rejection.DuplicateTimestamp.class);
            assertThat(appender.append(A, 1000, hinted)).isEmpty();
            assertThat(appender.append(B, 1000, wrong)).containsInstanceOf(Rejection.Invalid.class);
            rows.begin(1000);
            rows.set(rows.column(B).index(), wrong);
            rows.set(rows.column(A).index(), hinted);
            assertThat(rows.commit().rejections()).singleElement().isInstanceOf(Rejection.Invalid.class);
        }
        assertThat(values(A, 0, 2000)).hasSize(1);
    }

    @Test
    void columnsAreGivenOnceAndAgainAfterRelease() {
        try (RowAppender rows = storage.rows("target")) {
            int a = rows.column(A).index();
            assertThat(rows.column(A).index()).isEqualTo(a);
            assertThat(rows.labels(a)).isEqualTo(A);
            rows.begin(1000);
            rows.set(a, StaleMarker.VALUE);
            assertThat(rows.isSet(a)).isTrue();
            assertThatThrownBy(() -> rows.release(a)).isInstanceOf(IllegalStateException.class);
            rows.commit();
            rows.release(a);
            assertThatThrownBy(() -> rows.labels(a)).isInstanceOf(IllegalArgumentException.class);
            rows.begin(2000);
            rows.set(rows.column(B).index(), 1);
            rows.set(rows.column(A).index(), 7);
            assertThat(rows.commit().appended()).isEqualTo(2);
        }
        double[] a = values(A, 0, 9000);
        assertThat(StaleMarker.is(a[0])).isTrue();
        assertThat(a[1]).isEqualTo(7);
    }

    @Test
    void aSourceIsOpenOnce() {
        RowAppender rows = storage.rows("target");
        assertThatThrownBy(() -> storage.rows("target")).isInstanceOf(IllegalStateException.class);
        rows.close();
        storage.rows("target").close();
    }

    @Test
    void matchersTreatAnAbsentLabelAsEmpty() {
        append(A, 1, 1);
        append(B, 1, 1);
        assertThat(select(LabelMatcher.equal("zone", ""))).containsExactly(A);
        assertThat(select(new LabelMatcher(LabelMatcher.Type.NOT_EQUAL, "zone", ""))).containsExactly(B);
        assertThat(select(new LabelMatcher(LabelMatcher.Type.MATCH, "zone", ".*"))).containsExactly(A, B);
        assertThat(select(new LabelMatcher(LabelMatcher.Type.MATCH, "job", "x|y"))).containsExactly(A, B);
        assertThat(select(new LabelMatcher(LabelMatcher.Type.MATCH, "zone", "1|"))).containsExactly(A, B);
        assertThat(select(new LabelMatcher(LabelMatcher.Type.NOT_MATCH, "job", "x"))).containsExactly(B);
        assertThat(select(LabelMatcher.equal("job", "x"), LabelMatcher.equal("__name__", "b"))).isEmpty();
        assertThat(select(LabelMatcher.equal("none", "x"))).isEmpty();
    }

    @Test
    void namesAndValuesAreSortedAndFiltered() {
        append(A, 1, 1);
        append(B, 1, 1);
        try (var querier = storage.querier(0, 10)) {
            assertThat(querier.labelNames(List.of())).containsExactly("__name__", "job", "zone");
            assertThat(querier.labelNames(List.of(LabelMatcher.equal("job", "x")))).containsExactly("__name__", "job");
            assertThat(querier.labelValues("job", List.of())).containsExactly("x", "y");
            assertThat(querier.labelValues("zone", List.of(LabelMatcher.equal("job", "x")))).isEmpty();
        }
    }

    @Test
    void aLargeTransactionFarInThePastIsTaken() {
        try (var appender = storage.appender()) {
            for (int i = 0; i < 20_000; i++) {
                assertThat(appender.append(i % 2 == 0 ? A : B, i / 2 * 36_000L, i)).isEmpty();
            }
            appender.commit();
        }
        assertThat(values(A, 0, Long.MAX_VALUE)).hasSize(10_000).endsWith(19_998);
        assertThat(values(B, 36_000, 72_000)).containsExactly(3, 5);
    }
}
