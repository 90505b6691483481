package dev.plumbline.tsdb;

import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.storage.Downsampled;
import dev.plumbline.storage.Querier;
import dev.plumbline.storage.SampleBuffer;
import dev.plumbline.storage.Samples;
import dev.plumbline.storage.Series;
import dev.plumbline.storage.WindowFigures;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** A querier in front of another while something is deleted; series that it leaves nothing of are not found. */
final class HidingQuerier implements Querier {
    private final Querier all;
    private final Tombstones tombstones;
    private final Tombstones.Range range;

    HidingQuerier(Querier all, Tombstones tombstones, Tombstones.Range range) {
        this.all = all;
        this.tombstones = tombstones;
        this.range = range;
    }

    /** The querier of a closed range in ms; itself while nothing is deleted. */
    static Querier before(Querier all, Tombstones tombstones, long minMillis, long maxMillis) {
        return tombstones.isEmpty() ? all : new HidingQuerier(all, tombstones, new Tombstones.Range(minMillis, maxMillis));
    }

    @Override
    public List<Series> select(List<LabelMatcher> matchers) {
        var found = new ArrayList<Series>();
        for (Series series : all.select(matchers)) {
            List<Tombstones.Range> hidden = tombstones.of(series.labels());
            if (hidden.isEmpty()) {
                found.add(series);
            } else {
                Series rest = series instanceof StoredSeries stored && stored.downsampled() != null
                        ? new RestOfRows(new DownsampledSeries(stored, hidden)) : new Rest(series, hidden);
                if (!rest.samples(range.min(), range.max()).isEmpty()) {
                    found.add(rest);
                }
            }
        }
        return found;
    }

    @Override
    public List<String> labelNames(Collection<LabelMatcher> matchers) {
        var names = new TreeSet<String>();
        select(List.copyOf(matchers)).forEach(s -> s.labels().forEach((name, value) -> names.add(name)));
        return List.copyOf(names);
    }

    @Override
    public List<String> labelValues(String name, Collection<LabelMatcher> matchers) {
        var values = new TreeSet<String>();
        select(List.copyOf(matchers)).forEach(s -> values.add(s.labels().get(name)));
        values.remove("");
        return List.copyOf(values);
    }

    @Override
    public void close() {
        all.close();
    }

    /** Of a series that is downsampled in part. */
    private record RestOfRows(DownsampledSeries rest) implements Series {
        @Override
        public Labels labels() {
            return rest.series().labels();
        }

        @Override
        public Samples samples(long minMillis, long maxMillis) {
            return minMillis > maxMillis ? Samples.NONE : rest.samples(new Snapshot.Span(minMillis, maxMillis), new SampleBuffer());
        }

        @Override
        public boolean window(long minMillis, long maxMillis, SampleBuffer buffer, WindowFigures figures) {
            figures.clear();
            return minMillis <= maxMillis && rest.window(new Snapshot.Span(minMillis, maxMillis), buffer, figures);
        }

        @Override
        public Downsampled downsampled() {
            return rest.extent();
        }
    }

    private record Rest(Series whole, List<Tombstones.Range> hidden) implements Series {
        @Override
        public Labels labels() {
            return whole.labels();
        }

        @Override
        public Samples samples(long minMillis, long maxMillis) {
            return Tombstones.visible(whole.samples(minMillis, maxMillis), hidden);
        }
    }
}
