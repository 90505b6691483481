package dev.plumbline.tsdb;

import dev.plumbline.storage.Downsampled;
import dev.plumbline.storage.SampleBuffer;
import dev.plumbline.storage.Samples;
import dev.plumbline.storage.WindowFigures;
import java.util.List;

/**
 * A series of which a part is aggregate rows: windows get the figures of the rows that end in them and of the samples that there are, in
 * time order; who wants samples gets the last of each row. Contract: docs/formats/downsampling.md.
 *
 * @param series with some rows
 * @param hidden deleted ranges
 */
record DownsampledSeries(StoredSeries series, List<Tombstones.Range> hidden) {

    Downsampled extent() {
        long coarsest = 0;
        long until = Long.MIN_VALUE;
        for (DownsampledReader.Part part : series.beside().rows()) {
            long resolution = part.table().resolution();
            coarsest = Math.max(coarsest, resolution);
            until = Math.max(until, Math.ceilDiv(part.table().maxTime(), resolution) * resolution);
        }
        return new Downsampled(coarsest, until);
    }

    Samples samples(Snapshot.Span span, SampleBuffer buffer) {
        Samples raw = raw(span, buffer);
        Samples lasts = new DownsampledReader(series.beside().rows(), figures(AggregateFigures.LASTS), hidden).lasts(span);
        return lasts.isEmpty() ? raw : raw.isEmpty() ? lasts : StoredSeries.merge(raw, lasts);
    }

    private Samples raw(Snapshot.Span span, SampleBuffer buffer) {
        return Tombstones.visible(series.raw(span, buffer), hidden);
    }

    private int figures(int wanted) {
        return hidden.isEmpty() ? wanted : wanted | AggregateFigures.LASTS;
    }

    /** Adds to cleared figures; always answers true. */
    boolean window(Snapshot.Span span, SampleBuffer buffer, WindowFigures figures) {
        DownsampledReader rows = reader(buffer, figures(AggregateFigures.of(figures.wanted())));
        if (isBeforeSamples() && hidden.isEmpty()) {
            addRows(rows, span, figures);
            if (!series.rawWindow(span, buffer, figures)) {
                figures.add(raw(span, buffer));
            }
        } else {
            addBoth(rows, raw(span, new SampleBuffer()), span, figures);
        }
        buffer.keep(rows, rows.bytes());
        return true;
    }

    private DownsampledReader reader(SampleBuffer buffer, int wanted) {
        DownsampledReader kept = buffer.kept(DownsampledReader.class);
        return kept != null && kept.reads(series.beside().rows(), wanted, hidden) ? kept : new DownsampledReader(series.beside().rows(), wanted, hidden);
    }

    /** Whether all rows are older than all samples, as they are unless rules have changed. */
    private boolean isBeforeSamples() {
        int parts = series.columns().length;
        return series.beside().others().isEmpty() && series.beside().late().isEmpty()
                && (parts == 0 || series.timeline().part(0).minTime() >= series.beside().rows().getLast().table().maxTime());
    }

    private static void addRows(DownsampledReader rows, Snapshot.Span span, WindowFigures figures) {
        rows.begin(span);
        while (rows.next()) {
            figures.add(rows.row(), rows.resolution());
        }
    }

    private static void addBoth(DownsampledReader rows, Samples raw, Snapshot.Span span, WindowFigures figures) {
        if (raw.histograms() != null) {
            figures.giveUp();
            return;
        }
        int next = raw.from();
        rows.begin(span);
        while (rows.next()) {
            int from = next;
            while (next < raw.to() && raw.times()[next] < rows.row().firstMillis()) {
                next++;
            }
            add(raw, from, next, figures);
            figures.add(rows.row(), rows.resolution());
        }
        add(raw, next, raw.to(), figures);
    }

    private static void add(Samples raw, int from, int to, WindowFigures figures) {
        if (from < to) {
            figures.add(raw.times(), raw.values(), from, to);
        }
    }
}
