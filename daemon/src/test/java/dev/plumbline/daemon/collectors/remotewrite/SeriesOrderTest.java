package dev.plumbline.daemon.collectors.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.storage.InMemoryStorage;
import dev.plumbline.storage.Samples;
import dev.plumbline.storage.Series;
import dev.plumbline.time.VirtualTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Series are guessed by the order in which a sender writes them: a guess must never give a sample to another series. */
class SeriesOrderTest {
    private static final long T0 = 1L << 41;
    private final InMemoryStorage store = new InMemoryStorage();

    private RemoteWriteReceiver receiver(int cached) {
        var receiver = new RemoteWriteReceiver(new RemoteWriteLimits(1 << 20, 1 << 20, 1, 0, cached, 64, 10), new VirtualTime(T0), 7);
        receiver.start(store, new RecordedExemplars());
        return receiver;
    }

    private static int write(RemoteWriteReceiver to, Requests request) {
        return to.receive("application/x-protobuf", "snappy", request.body()).status();
    }

    private TreeMap<String, List<Double>> stored() {
        var found = new TreeMap<String, List<Double>>();
        for (Series s : store.querier(0, Long.MAX_VALUE).select(List.of(LabelMatcher.equal("__name__", "x")))) {
            Samples samples = s.samples(0, Long.MAX_VALUE);
            List<Double> values = found.computeIfAbsent(name(s.labels()), l -> new ArrayList<>());
            for (int i = samples.from(); i < samples.to(); i++) {
                values.add(samples.values()[i]);
            }
        }
        return found;
    }

    @Test
    void aSeriesThatOnlyBeginsLikeTheExpectedOneIsAnother() {
        RemoteWriteReceiver receiver = receiver(64);
        for (int round = 0; round < 2; round++) { // the second time the order is known
            assertThat(write(receiver, new Requests().sample(round + 1, 1, "__name__", "x", "a", "1").sample(round + 1, 2, "__name__", "x", "a", "2"))).isEqualTo(204);
        }
        assertThat(write(receiver, new Requests().sample(3, 1, "__name__", "x", "a", "1").sample(3, 3, "__name__", "x", "a", "2", "b", "3"))).isEqualTo(204);
        assertThat(write(receiver, new Requests().sample(4, 1, "__name__", "x", "a", "1").sample(4, 2, "__name__", "x", "a", "2"))).isEqualTo(204);

        assertThat(stored()).containsOnlyKeys("1,,", "2,,", "2,3,");
        assertThat(stored().get("2,,")).containsExactly(2.0, 2.0, 2.0);
        assertThat(stored().get("2,3,")).containsExactly(3.0);
    }

    @Test
    void labelsBehindTheSamplesOfAnExpectedSeriesCount() {
        RemoteWriteReceiver receiver = receiver(64);
        for (int round = 0; round < 2; round++) {
            write(receiver, new Requests().sample(round + 1, 1, "__name__", "x", "a", "1").sample(round + 1, 2, "__name__", "x", "a", "2"));
        }
        var scattered = new Requests().sample(3, 1, "__name__", "x", "a", "1").series(out -> {
            Requests.sample(out, 3, 5);
            Requests.labels(out, "late", "1");
        }, "__name__", "x", "a", "2");
        assertThat(write(receiver, scattered)).isEqualTo(204);

        assertThat(stored().get("2,,")).containsExactly(2.0, 2.0);
        assertThat(stored().get("2,,1")).containsExactly(5.0);
    }

    @ParameterizedTest
    @CsvSource({"4, 1", "16, 2", "64, 3", "1024, 4"})
    void anyOrderOfAnySeriesIsTold(int cached, long seed) {
        RemoteWriteReceiver receiver = receiver(cached);
        var random = new Random(seed);
        var expected = new TreeMap<String, List<Double>>();
        var order = new ArrayList<Integer>();
        for (int i = 0; i < 100; i++) {
            order.add(i);
        }
        for (int round = 1; round <= 60; round++) {
            if (random.nextInt(4) == 0) {
                Collections.swap(order, random.nextInt(100), random.nextInt(100));
            }
            var request = new Requests();
            for (int series : order) {
                if (random.nextInt(20) == 0) {
                    continue; // left out this time
                }
                double value = random.nextInt(1000);
                String[] labels = labels(series);
                request.sample(round, value, labels);
                expected.computeIfAbsent(name(Labels.of(labels)), l -> new ArrayList<>()).add(value);
            }
            assertThat(write(receiver, request)).isEqualTo(204);
        }
        assertThat(stored()).isEqualTo(expected);
    }

    /** Half of the series begin with all the labels of another one. */
    private static String[] labels(int series) {
        return series % 2 == 0 ? new String[] {"__name__", "x", "a", "" + series / 2}
                : new String[] {"__name__", "x", "a", "" + series / 2, "b", "1"};
    }

    private static String name(Labels labels) {
        return labels.get("a") + "," + labels.get("b") + "," + labels.get("late");
    }
}
