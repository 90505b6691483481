package dev.plumbline.exposition;

import dev.plumbline.model.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Keeps what a parser says. */
final class RecordingSink implements SeriesSink {
    final List<Labels> series = new ArrayList<>();
    final List<Entry> entries = new ArrayList<>();
    final List<Exemplar> exemplars = new ArrayList<>();
    int firstSights;

    record Entry(Labels labels, double value, OptionalLong time) {}

    @Override
    public int series(Labels labels) {
        firstSights++;
        int known = series.indexOf(labels);
        if (known >= 0) {
            return known;
        }
        series.add(labels);
        return series.size() - 1;
    }

    @Override
    public void sample(int ref, double value) {
        entries.add(new Entry(series.get(ref), value, OptionalLong.empty()));
    }

    @Override
    public void sample(int ref, double value, long timeMillis) {
        entries.add(new Entry(series.get(ref), value, OptionalLong.of(timeMillis)));
    }

    @Override
    public void exemplar(Exemplar exemplar) {
        exemplars.add(exemplar);
    }
}
