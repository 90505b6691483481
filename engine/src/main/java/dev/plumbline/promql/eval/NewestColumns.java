package dev.plumbline.promql.eval;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.StaleMarker;
import dev.plumbline.promql.QueryException;
import dev.plumbline.storage.Samples;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Instant vectors from the store: of each series the newest sample within the lookback, at each step. */
record NewestColumns(SelectedSeries selected, Selectors.Reading reading) implements ColumnSource {

    @Override
    public int count() {
        return selected.series().size();
    }

    @Override
    public boolean nameless() {
        return false;
    }

    @Override
    public boolean mayMeet() {
        return false;
    }

    @Override
    public long work() {
        return selected.series().size() * selected.windows().workPerSeries();
    }

    @Override
    public ColumnSource.Maker maker(Annotations notes) {
        return new NewestMaker();
    }

    private final class NewestMaker implements ColumnSource.Maker {
        private final SelectedSeries.Reader reader = selected.new Reader();
        private WindowPlan plan = WindowPlan.NONE;

        @Override
        public @Nullable Column column(int i, double[] values) {
            Samples s = reader.read(i);
            if (s.isEmpty()) {
                return null;
            }
            if (!plan.fits(s.times(), s.from(), s.to())) {
                plan = WindowPlan.of(s.times(), s.from(), s.to(), selected.windows());
            }
            Column column = Column.of(selected.series().get(i).labels(), false, values);
            boolean any = s.histograms() == null && reading == Selectors.Reading.VALUE ? floats(s, values) : mixed(s, column);
            return any ? column : null;
        }

        /** A stale sample is the marker, and the marker is what stands for no element. */
        private boolean floats(Samples s, double[] out) {
            double[] values = s.values();
            int[] from = plan.from;
            int[] to = plan.to;
            boolean any = false;
            for (int i = 0; i < out.length; i++) {
                double v = from[i] < to[i] ? values[to[i] - 1] : StaleMarker.VALUE;
                out[i] = v;
                any |= !StaleMarker.is(v);
            }
            return any;
        }

        private boolean mixed(Samples s, Column out) {
            Arrays.fill(out.values, StaleMarker.VALUE);
            boolean any = false;
            for (int i = 0; i < out.values.length; i++) {
                int at = plan.to[i] - 1;
                if (at >= plan.from[i] && !isStale(s, at)) {
                    put(out, i, s, at);
                    any = true;
                }
            }
            return any;
        }

        private void put(Column column, int step, Samples s, int at) {
            Histogram h = s.histogram(at);
            switch (reading) {
                case TIME -> column.set(step, s.times()[at] / 1000.0);
                case INFO -> {
                    if (h != null) {
                        throw new QueryException(QueryException.Type.EXECUTION,
                                "this should be an info metric, with float samples: " + column.labels);
                    }
                    column.set(step, s.times()[at]);
                }
                case START -> column.set(step, s.startTime(at) / 1000.0);
                case VALUE -> {
                    if (h != null) {
                        column.set(step, h);
                    } else {
                        column.set(step, s.values()[at]);
                    }
                }
            }
        }
    }

    private static boolean isStale(Samples s, int i) {
        Histogram h = s.histogram(i);
        return StaleMarker.is(h == null ? s.values()[i] : h.sum());
    }
}
