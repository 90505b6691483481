package dev.plumbline.daemon.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.config.ScrapeConfig;
import dev.plumbline.exposition.SeriesSink;
import dev.plumbline.model.Exemplar;
import dev.plumbline.model.Histogram;
import dev.plumbline.model.Histogram.Buckets;
import dev.plumbline.model.Histogram.CounterReset;
import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.storage.ExemplarStorage;
import dev.plumbline.storage.InMemoryStorage;
import dev.plumbline.storage.Rejection;
import dev.plumbline.storage.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What of a scrape is more than a number: histograms, starts, exemplars. */
class ScrapeHistogramsTest {
    private final InMemoryStorage storage = new InMemoryStorage();
    private final Kept exemplars = new Kept();
    private final ScrapeRow row = new ScrapeRow(new ScrapeRow.Stores(storage, exemplars), "j/a:1",
            new SampleLabels(ScrapeConfig.of("j", 1000, 1000, List.of()), Labels.of("job", "j")),
            ScrapeRow.Options.of(ScrapeConfig.of("j", 1000, 1000, List.of())));

    private static final class Kept implements ExemplarStorage {
        final List<String> kept = new ArrayList<>();

        @Override
        public Optional<Rejection> append(Labels series, Exemplar exemplar) {
            if (exemplar.timeMillis() < 0) {
                return Optional.of(new Rejection.OutOfOrder(series, exemplar.timeMillis(), 0));
            }
            kept.add(series.metricName() + " " + exemplar.labels().get("t") + " @" + exemplar.timeMillis());
            return Optional.empty();
        }

        @Override
        public List<SeriesExemplars> select(long minMillis, long maxMillis, List<List<LabelMatcher>> selectors) {
            return List.of();
        }
    }

    private static Histogram histogram(double count) {
        return new Histogram(0, count, count, 0, 0, new Buckets(new int[] {0}, new int[] {1}, new double[] {count}), Buckets.NONE,
                new double[0], CounterReset.UNKNOWN);
    }

    private Samples stored() {
        return storage.querier(0, 10_000).select(List.of(LabelMatcher.equal("__name__", "took"))).getFirst().samples(0, 10_000);
    }

    @Test
    void histogramsAreStoredWithTheirStartAndEndWithAMarker() {
        row.begin(1000);
        int ref = row.series(Labels.of("__name__", "took"));
        row.sample(ref, histogram(3));
        row.start(ref, 500);
        row.finish();
        row.commit();
        row.begin(2000);
        row.finish();
        row.commit();
        Samples samples = stored();
        assertThat(samples.size()).isEqualTo(2);
        assertThat(samples.histogram(0)).isNotNull().extracting(Histogram::count).isEqualTo(3.0);
        assertThat(samples.startTime(0)).isEqualTo(500);
        assertThat(dev.plumbline.model.StaleMarker.is(samples.values()[1])).isTrue();
    }

    @Test
    void exemplarsAreKeptWithTheRowAndWithItsTimeWhenTheyHaveNone() {
        row.begin(1000);
        int ref = row.series(Labels.of("__name__", "took"));
        row.sample(ref, histogram(3));
        row.exemplar(new dev.plumbline.exposition.Exemplar(Labels.of("t", "a"), 1, OptionalLong.of(700)));
        row.exemplar(new dev.plumbline.exposition.Exemplar(Labels.of("t", "b"), 1, OptionalLong.empty()));
        row.exemplar(new dev.plumbline.exposition.Exemplar(Labels.of("t", "late"), 1, OptionalLong.of(-1)));
        row.finish();
        assertThat(exemplars.kept).isEmpty();
        assertThat(row.commit().byReason()).as("an old exemplar is no news").isEmpty();
        assertThat(exemplars.kept).containsExactly("took a @700", "took b @1000");
    }

    @Test
    void exemplarsOfAScrapeThatFailedOrOfASeriesThatIsNotWantedAreNotKept() {
        row.begin(1000);
        row.sample(SeriesSink.DROPPED, 1);
        row.exemplar(new dev.plumbline.exposition.Exemplar(Labels.of("t", "dropped"), 1, OptionalLong.of(700)));
        row.sample(row.series(Labels.of("__name__", "took")), histogram(3));
        row.exemplar(new dev.plumbline.exposition.Exemplar(Labels.of("t", "a"), 1, OptionalLong.of(700)));
        row.fail();
        row.commit();
        assertThat(exemplars.kept).isEmpty();
    }

    @Test
    void timedHistogramsKeepTheirOwnTime() {
        row.begin(5000);
        row.sample(row.series(Labels.of("__name__", "took")), histogram(3), 1234);
        row.finish();
        row.commit();
        assertThat(stored().times()[0]).isEqualTo(1234);
    }
}
