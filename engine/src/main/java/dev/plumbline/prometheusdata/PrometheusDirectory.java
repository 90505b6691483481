package dev.plumbline.prometheusdata;

import dev.plumbline.model.PlumblineException;
import dev.plumbline.prometheusdata.MinuteCounts.Range;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Prometheus's data directory, read from its oldest sample to its newest. Used once, by one thread.
 *
 * <p>What Prometheus itself would show after a start is what is read: blocks that another block was made of are left out, of
 * the log only what is newer than the newest block, deleted samples not at all. Differences: damage costs the damaged place only
 * (Prometheus refuses the block, and cuts the log there), and samples of the log that came late are kept.
 */
public final class PrometheusDirectory {
    private static final int ULID_LENGTH = 26;
    private static final int MOST_PARTS = 100_000;
    private final Path root;
    private final ImportOptions options;
    private final Findings findings = new Findings();
    private final List<Block> blocks = new ArrayList<>();

    /**
     * @param root the directory that {@code --storage.tsdb.path} names, or a snapshot of it
     * @throws PlumblineException of kind USER when it is no data directory
     */
    public PrometheusDirectory(Path root, ImportOptions options) {
        this.root = root;
        this.options = options;
        if (!Files.isDirectory(root)) {
            throw PlumblineException.user(root + " is not a folder; give Prometheus's data directory (--storage.tsdb.path)");
        }
    }

    /**
     * Where the reading is.
     *
     * @param range number of the range that is complete, from 1
     * @param ranges how many there are
     * @param soFar what was read
     */
    public record Progress(int range, int ranges, ImportReport soFar) {}

    /** Part of the time that is handed out at once, with the blocks that overlap it. */
    private record Part(long min, long max) {}

    /**
     * Reads everything.
     *
     * @param progress told after each range
     * @return what was read and what was not; what the sink throws ends the reading and is thrown
     * @throws PlumblineException of kind USER when there is neither a block nor a log; RESOURCE when the folder cannot be listed
     */
    public ImportReport read(ImportSink sink, Consumer<Progress> progress) {
        try {
            listBlocks();
            long floor = floor();
            var log = new Log(root, floor, findings);
            requireSomething();
            log.scan();
            List<Part> parts = parts(log, floor);
            findings.growing(log.grew());
            for (int i = 0; i < parts.size(); i++) {
                hand(parts.get(i), log, floor, sink);
                closeBefore(parts.get(i).max);
                findings.growing(log.grew());
                progress.accept(new Progress(i + 1, parts.size(), findings.report()));
            }
            return findings.report();
        } catch (IOException e) {
            throw PlumblineException.resource(root + " cannot be read: " + e.getMessage(), e);
        } finally {
            blocks.forEach(Block::close);
        }
    }

    private void requireSomething() {
        if (blocks.isEmpty() && findings.report().damages() == 0 && !Files.isDirectory(root.resolve("wal"))) {
            throw PlumblineException.user(root + " has neither blocks nor a log (wal); give Prometheus's data directory"
                    + " (--storage.tsdb.path) or a snapshot of it (snapshots/NAME)");
        }
    }

    private void listBlocks() throws IOException {
        List<Path> folders;
        try (Stream<Path> paths = Files.list(root)) {
            folders = paths.filter(PrometheusDirectory::isBlock).sorted().toList();
        }
        Set<String> superseded = new HashSet<>();
        for (Path folder : folders) {
            BlockMeta meta = meta(folder);
            if (meta != null && !meta.deletable()) {
                blocks.add(new Block(folder, meta, findings));
                superseded.addAll(meta.parents());
            }
        }
        findings.left("blocks of which another block was made", blocks.stream().filter(b -> superseded.contains(b.name())).count());
        blocks.removeIf(b -> superseded.contains(b.name()));
        blocks.sort(Comparator.comparing((Block b) -> b.meta().outOfOrder()).thenComparingLong(b -> b.meta().minMillis()));
    }

    private static boolean isBlock(Path path) {
        String name = String.valueOf(path.getFileName());
        return name.length() == ULID_LENGTH && name.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'A' && c <= 'Z')
                && Files.isDirectory(path);
    }

    private @Nullable BlockMeta meta(Path folder) {
        try {
            return BlockMeta.parse(Files.readString(folder.resolve("meta.json")));
        } catch (IOException | Damage e) {
            BlockMeta measured = Block.measured(folder, findings);
            findings.damaged(folder.getFileName() + "/meta.json", -1, (measured == null ? "block left out: "
                    : "its time range was taken from the index: ") + (e instanceof IOException ? "cannot be read: " : "") + e.getMessage());
            return measured;
        }
    }

    /** The end of the newest block that was not made of late samples. */
    private long floor() {
        return blocks.stream().map(Block::meta).filter(m -> !m.outOfOrder()).mapToLong(BlockMeta::maxMillis).max().orElse(Long.MIN_VALUE);
    }

    /** The time that has samples, cut where the options and the log's ranges say. */
    private List<Part> parts(Log log, long floor) {
        List<Range> logRanges = log.ranges(options);
        var ranges = new ArrayList<>(logRanges);
        ranges.addAll(log.lateRanges(options));
        for (Block block : blocks) {
            ranges.add(new Range(block.meta().minMillis(), block.meta().maxMillis()));
        }
        var cuts = new TreeSet<Long>();
        cuts.add(floor);
        logRanges.forEach(r -> cuts.add(r.min()));
        var parts = new ArrayList<Part>();
        for (Range range : united(ranges)) {
            cut(range, cuts, parts);
        }
        return parts;
    }

    private static List<Range> united(List<Range> ranges) {
        var sorted = new ArrayList<>(ranges);
        sorted.sort(Comparator.comparingLong(Range::min));
        var united = new ArrayList<Range>();
        for (Range range : sorted) {
            Range last = united.isEmpty() ? null : united.getLast();
            if (last != null && range.min() < last.max()) {
                united.removeLast();
                united.add(new Range(last.min(), Math.max(last.max(), range.max())));
            } else if (range.min() < range.max()) {
                united.add(range);
            }
        }
        return united;
    }

    private void cut(Range range, TreeSet<Long> cuts, List<Part> parts) {
        long length = options.maxRangeMillis();
        while (range.max() / length - range.min() / length > MOST_PARTS) { // a block that says it is of thousands of years
            length *= 2;
        }
        long min = range.min();
        while (min < range.max()) {
            long max = Math.min(range.max(), saturatedAdd(min, length - Math.floorMod(min, length)));
            Long cut = cuts.higher(min);
            max = cut == null ? max : Math.min(max, cut);
            if (max > options.fromMillis()) {
                parts.add(new Part(Math.max(min, options.fromMillis()), max));
            } else {
                findings.left("ranges of time that were not asked for", 1);
            }
            min = max;
        }
    }

    private static long saturatedAdd(long a, long b) {
        long sum = a + b;
        return sum < a ? Long.MAX_VALUE : sum;
    }

    private void hand(Part part, Log log, long floor, ImportSink sink) {
        var sources = new ArrayList<SeriesSource>();
        for (Block block : blocks) {
            if (block.meta().minMillis() < part.max && block.meta().maxMillis() > part.min) {
                sources.add(block.series(part.min, part.max));
            }
        }
        sources.add(part.min < floor ? log.late(part.min, part.max) : log.series(part.min, part.max));
        if (new SeriesMerge(findings, sink).run(sources, part.min, part.max)) {
            findings.range();
        }
    }

    private void closeBefore(long time) {
        for (Block block : blocks) {
            if (block.meta().maxMillis() <= time) {
                block.close();
            }
        }
    }
}
