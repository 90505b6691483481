package dev.plumbline.tsdb;

import dev.plumbline.model.Labels;
import dev.plumbline.storage.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes one block of others, or of one: tables of one name become one, frames are packed anew, deleted samples are left out, series are
 * downsampled or left out as is wanted. Readers see the new block in one step, when it is whole on disk; before that nothing
 * has changed. Memory: two columns, and the labels of all series. One at a time.
 */
final class BlockRewrite {
    private static final Snapshot.Span ALL = new Snapshot.Span(Long.MIN_VALUE, Long.MAX_VALUE);

    private final Store store;
    private final Blocks blocks;
    private SeriesBuilder builder = new SeriesBuilder();

    /** What becomes of a series of a block: its samples stay (0), become rows of this many ms, or go ({@link RetentionRule#GONE}). */
    interface Fates {
        long of(Block block, int series);
    }

    /** What is to be done, and what the new block will know of its ageing. */
    record Order(Fates fates, AgeMark aging) {
        /** Nothing is lost but what was deleted. */
        static final Order KEEP_ALL = new Order((block, series) -> 0, AgeMark.NONE);
    }

    /** A series and where it is. */
    private static final class Source {
        final Labels labels;
        final List<Place> places = new ArrayList<>(1);
        long resolution;
        boolean hasHistograms;
        boolean isUnited; // had late samples

        Source(Labels labels) {
            this.labels = labels;
        }

        /** What samples or rows of a table become. */
        long resolution(BlockTable table) {
            return table.resolution() == 0 && hasHistograms ? 0 : Math.max(resolution, table.resolution());
        }
    }

    private record Place(BlockTable table, int column) {}

    BlockRewrite(Store store, Blocks blocks) {
        this.store = store;
        this.blocks = blocks;
    }

    /** Puts a new block in the place of some; false when it could not be written: then nothing has changed. */
    boolean run(List<Block> some, Order order) {
        Path path = blocks.next();
        try (var writer = new BlockWriter(blocks.disk(), path)) {
            List<Source> sources = sources(some, order.fates);
            for (long resolution : resolutions(sources)) {
                downsampled(writer, resolution, sources);
            }
            for (Map.Entry<String, List<Source>> table : byName(some, sources).entrySet()) {
                raw(writer, table.getKey(), table.getValue());
            }
            united(writer, sources);
            long until = some.stream().mapToLong(Block::until).max().orElseThrow();
            boolean any = writer.finish(until, some.stream().map(Block::number).toList(), order.aging);
            blocks.replace(some, any ? List.of(blocks.written(path)) : List.of());
            return true;
        } catch (IOException e) {
            blocks.failed(path, e);
            return false;
        } finally {
            builder = new SeriesBuilder(); // it knows tables
        }
    }

    private List<Source> sources(List<Block> some, Fates fates) {
        var byLabels = new LinkedHashMap<Labels, Source>();
        for (Block block : some) {
            BlockTable[] tables = block.tables();
            for (int id = 0; id < block.seriesCount(); id++) {
                long fate = fates.of(block, id);
                if (fate != RetentionRule.GONE) {
                    Source source = byLabels.computeIfAbsent(store.shared(block.labels(id)), Source::new);
                    source.resolution = fate;
                    for (BlockIndex.Place place : block.places(id)) {
                        source.places.add(new Place(tables[place.table()], place.column()));
                        source.isUnited |= LateCut.isOwn(tables[place.table()].name());
                    }
                }
            }
        }
        return List.copyOf(byLabels.values());
    }

    /** The resolutions that something will have. */
    private static Set<Long> resolutions(List<Source> sources) {
        var all = new TreeSet<Long>();
        for (Source source : sources) {
            source.places.forEach(p -> all.add(source.resolution(p.table)));
        }
        all.remove(0L);
        return all;
    }

    /** Writes the table of a resolution: what has it already, and what is finer and is to have it. */
    private void downsampled(BlockWriter writer, long resolution, List<Source> sources) throws IOException {
        var downsampler = new Downsampler(resolution);
        writer.beginDownsampled(resolution, ends(resolution, sources));
        for (Source source : sources) {
            var rows = new ArrayList<AggregateRow>();
            List<Place> raw = source.places.stream().filter(p -> p.table.resolution() == 0).toList();
            if (source.resolution == resolution && !raw.isEmpty()) {
                Samples samples = read(source.labels, raw);
                if (samples.histograms() == null) {
                    rows.addAll(downsampler.rows(samples));
                } else {
                    source.hasHistograms = true; // its samples stay as they are
                }
            }
            for (Place place : source.places) {
                if (place.table.resolution() > 0 && source.resolution(place.table) == resolution) {
                    rows.addAll(visible(source.labels, place.table.aggregateRows(place.column)));
                }
            }
            writer.aggregates(source.labels, downsampler.joined(rows));
        }
        writer.endTable();
    }

    private static long[] ends(long resolution, List<Source> sources) {
        var tables = new LinkedHashSet<BlockTable>();
        for (Source source : sources) {
            for (Place place : source.places) {
                if (source.resolution(place.table) == resolution) {
                    tables.add(place.table);
                }
            }
        }
        var downsampler = new Downsampler(resolution);
        var ends = new TreeSet<Long>();
        for (BlockTable table : tables) {
            long last = Long.MIN_VALUE;
            for (long time : table.times()) {
                long end = time <= last ? last : downsampler.end(time);
                if (end != last) {
                    ends.add(end);
                    last = end;
                }
            }
        }
        return ends.stream().mapToLong(Long::longValue).toArray();
    }

    private List<AggregateRow> visible(Labels labels, List<AggregateRow> rows) {
        List<Tombstones.Range> hidden = store.tombstones.of(labels);
        return hidden.isEmpty() ? rows : rows.stream().filter(r -> !r.meets(hidden)).toList();
    }

    private Samples read(Labels labels, List<Place> places) {
        builder.begin();
        places.forEach(p -> builder.add(p.table, p.column));
        return Tombstones.visible(builder.series(-1, labels).samples(ALL.min(), ALL.max()), store.tombstones.of(labels));
    }

    /** The series that stay as they are, by the names of their tables, in the order of these. */
    private static Map<String, List<Source>> byName(List<Block> some, List<Source> sources) {
        var byName = new LinkedHashMap<String, List<Source>>();
        for (Block block : some) {
            for (BlockTable table : block.tables()) {
                byName.computeIfAbsent(table.name(), n -> new ArrayList<>());
            }
        }
        for (Source source : sources) {
            source.places.stream().filter(p -> !source.isUnited && source.resolution(p.table) == 0).map(p -> p.table.name()).distinct()
                    .forEach(name -> java.util.Objects.requireNonNull(byName.get(name)).add(source));
        }
        byName.values().removeIf(List::isEmpty);
        return byName;
    }

    private void raw(BlockWriter writer, String name, List<Source> sources) throws IOException {
        var tables = new LinkedHashSet<BlockTable>();
        sources.forEach(s -> s.places.stream().filter(p -> isOf(p, name)).forEach(p -> tables.add(p.table)));
        writer.beginTable(name, times(tables));
        for (Source source : ColumnOrder.of(sources, s -> s.labels)) {
            writer.column(source.labels, read(source.labels, source.places.stream().filter(p -> isOf(p, name)).toList()));
        }
        writer.endTable();
    }

    /** Series with late samples: what of them stays as it is becomes one column each, in tables of their own. */
    private void united(BlockWriter writer, List<Source> sources) throws IOException {
        var aligned = new AlignedSeries();
        for (Source source : sources) {
            List<Place> places = source.places.stream().filter(p -> source.isUnited && source.resolution(p.table) == 0).toList();
            if (!places.isEmpty()) {
                aligned.add(source.labels, () -> read(source.labels, places));
            }
        }
        aligned.write(writer, LateCut.UNITED);
    }

    private static boolean isOf(Place place, String name) {
        return place.table.resolution() == 0 && place.table.name().equals(name);
    }

    /** All times of the tables, ascending, each once. */
    private static long[] times(Set<BlockTable> tables) {
        return Timeline.ascending(tables.stream().flatMapToLong(t -> Arrays.stream(t.times())).toArray());
    }
}
