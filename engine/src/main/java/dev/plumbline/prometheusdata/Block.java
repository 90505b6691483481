package dev.plumbline.prometheusdata;

import dev.plumbline.model.Labels;
import dev.plumbline.prometheuschunk.SampleColumns;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A block's files, opened when it is first read. What is damaged is reported once and left out. Not thread-safe. */
final class Block implements Closeable {
    /** Most samples of a series and range that are held; 180,000 is a month of one every 15 s. */
    private static final int LONGEST = 1 << 24;
    private final Path folder;
    private final String name;
    private final BlockMeta meta;
    private final Findings findings;
    private final ChunkFiles chunks;
    private boolean opened;
    private @Nullable BlockIndex index;
    private BlockTombstones tombstones = new BlockTombstones();

    Block(Path folder, BlockMeta meta, Findings findings) {
        this.folder = folder;
        this.name = String.valueOf(folder.getFileName());
        this.meta = meta;
        this.findings = findings;
        this.chunks = new ChunkFiles(folder.resolve("chunks"), name + "/chunks", findings);
    }

    BlockMeta meta() {
        return meta;
    }

    String name() {
        return name;
    }

    private @Nullable BlockIndex index() {
        if (!opened) {
            opened = true;
            String file = name + "/index";
            try {
                index = BlockIndex.open(folder.resolve("index"), file, findings);
                file = name + "/tombstones";
                tombstones = BlockTombstones.read(folder.resolve("tombstones"));
                findings.block();
            } catch (IOException | Damage e) {
                findings.damaged(file, -1, (index == null ? "block left out: " : "deletions cannot be read, block left out: ") + e.getMessage());
                close();
            }
        }
        return index;
    }

    /** The range that the series' chunks span, for a block whose own word for it is lost; null when it has none. */
    static @Nullable BlockMeta measured(Path folder, Findings findings) {
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        try (BlockIndex index = BlockIndex.open(folder.resolve("index"), folder.getFileName() + "/index", findings)) {
            var entry = new SeriesEntry();
            BlockIndex.Scan scan = index.new Scan();
            while (scan.next()) {
                index.read(scan.place(), entry);
                for (int i = 0; i < entry.size(); i++) {
                    min = Math.min(min, entry.min(i));
                    max = Math.max(max, entry.max(i));
                }
            }
        } catch (IOException | Damage e) {
            return null; // said when the block is read
        }
        return min > max || max == Long.MAX_VALUE ? null : new BlockMeta(min, max + 1, false, false, List.of());
    }

    /** The series with chunks within {@code [from, to)}. */
    SeriesSource series(long from, long to) {
        BlockIndex opening = index();
        return opening == null ? new Nothing() : new Range(opening, from, to);
    }

    @Override
    public void close() {
        if (index != null) {
            index.close();
            index = null;
        }
        chunks.close();
    }

    /** Of a block that cannot be read. */
    private static final class Nothing implements SeriesSource {
        @Override
        public boolean next() {
            return false;
        }

        @Override
        public Labels labels() {
            return Labels.EMPTY;
        }

        @Override
        public void samples(SampleColumns into) {
            // There are none.
        }
    }

    /** A series' place in the index, when they have to be put in order first. */
    private record Placed(Labels labels, long place) {}

    private final class Range implements SeriesSource {
        private final BlockIndex in;
        private final long from;
        private final long to;
        private final BlockIndex.Scan scan;
        private final SeriesEntry entry = new SeriesEntry();
        private final SampleColumns chunk = new SampleColumns(128);
        private final @Nullable List<Placed> ordered;
        private int nextOrdered;
        private @Nullable Labels labels;

        Range(BlockIndex in, long from, long to) {
            this.in = in;
            this.from = from;
            this.to = to;
            this.scan = in.new Scan();
            this.ordered = in.symbols().beyondBmp() ? ordered() : null;
        }

        /** All series: Prometheus orders by bytes, which for characters above U+FFFF is not the order of strings in Java. */
        private List<Placed> ordered() {
            var all = new ArrayList<Placed>();
            while (scanned()) {
                all.add(new Placed(labels(), scan.place()));
            }
            all.sort(Comparator.comparing(Placed::labels));
            return all;
        }

        @Override
        public boolean next() {
            if (ordered == null) {
                return scanned();
            }
            if (nextOrdered == ordered.size()) {
                return false;
            }
            Placed placed = ordered.get(nextOrdered++);
            labels = placed.labels;
            in.read(placed.place, entry);
            return true;
        }

        private boolean scanned() {
            while (scan.next()) {
                try {
                    in.read(scan.place(), entry);
                    if (entry.overlaps(from, to)) {
                        ascending(entry.labels(in.symbols()));
                        return true;
                    }
                } catch (Damage e) {
                    findings.damaged(in.name(), scan.place(), "series left out: " + e.getMessage());
                }
            }
            return false;
        }

        private void ascending(Labels read) {
            if (labels != null && !in.symbols().beyondBmp() && labels.compareTo(read) >= 0) {
                throw new Damage(read + " is not after " + labels);
            }
            labels = read;
        }

        @Override
        public Labels labels() {
            return Objects.requireNonNull(labels);
        }

        @Override
        public void samples(SampleColumns into) {
            Intervals deleted = tombstones.of(entry.id());
            long deletions = 0;
            for (int i = 0; i < entry.size(); i++) {
                if (entry.min(i) >= to || entry.max(i) < from || deleted.covers(entry.min(i), entry.max(i))) {
                    continue;
                }
                if (into.size() > LONGEST) {
                    findings.damaged(in.name(), scan.place(), "the rest of a series left out: more than " + LONGEST + " samples in one range");
                    break;
                }
                chunk.clear();
                chunks.read(entry.chunk(i), chunk);
                deletions += copy(deleted, into);
            }
            findings.left("deleted samples", deletions);
        }

        private int copy(Intervals deleted, SampleColumns into) {
            int deletions = 0;
            for (int i = 0; i < chunk.size(); i++) {
                long time = chunk.time(i);
                if (time >= from && time < to) {
                    if (deleted.contains(time)) {
                        deletions++;
                    } else {
                        into.add(chunk, i);
                    }
                }
            }
            return deletions;
        }
    }
}
