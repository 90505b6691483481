package dev.plumbline.tsdb;

import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.storage.TenantRules;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An immutable range of time of all series, mapped from its file (docs/formats/blocks.md). Opening one reads its trailer; its index is
 * checked and read when series are first looked for. Remembers what selections found, bounded. Thread-safe. The mapping lives as
 * long as anybody refers to the block, also after its file was deleted.
 */
final class Block {
    private static final int MOST_REMEMBERED = 1 << 16;

    private final Path path;
    private final Mapped file;
    private final Consumer<String> damage;
    private final BlockTrailer trailer;
    private final BlockIndex.Sections sections;
    private final BaseFrames bases;
    private volatile @Nullable Opened opened;
    private final Recent<List<LabelMatcher>, BlockSelection> selections = new Recent<>(MOST_REMEMBERED, BlockSelection::size);
    private volatile AgeMark aging;

    private record Opened(BlockIndex index, BlockTable[] tables) {}

    private Block(Path path, Mapped file, BaseFrames bases, Consumer<String> damage) {
        this.path = path;
        this.file = file;
        this.bases = bases;
        this.damage = damage;
        trailer = BlockTrailer.read(file);
        sections = trailer.sections();
        aging = trailer.aging();
    }

    /**
     * Opens a block.
     *
     * @param bases remembers frames of all blocks
     * @param damage told, each time, of damage that is found later
     * @throws MalformedBytes when the file is not a block, or not a whole one
     * @throws PlumblineException of kind USER when a newer version wrote it
     */
    static Block open(Disk disk, Path path, BaseFrames bases, Consumer<String> damage) throws IOException {
        var file = new Mapped(disk.map(path));
        if (file.size() >= BlockWriter.HEADER && Arrays.equals(file.copy(0, 8, 0), BlockWriter.MAGIC)
                && (file.intAt(8) < 1 || file.intAt(8) > BlockWriter.VERSION)) {
            throw PlumblineException.user(path + " has format version " + file.intAt(8) + "; this program reads versions 1 to "
                    + BlockWriter.VERSION + ": start the newer program again, or move the file away");
        }
        return new Block(path, file, bases, damage);
    }

    /** The number in its name. */
    long number() {
        return Blocks.number(path);
    }

    /** Numbers of the blocks that it took the place of; damaged ones are answered as none. */
    List<Long> sources() {
        try {
            return BlockIndex.sources(file, sections);
        } catch (MalformedBytes e) {
            return List.of();
        }
    }

    Path path() {
        return path;
    }

    Mapped file() {
        return file;
    }

    /** Frames that columns of it lean on. */
    BaseFrames bases() {
        return bases;
    }

    /** Whether its columns say on which other ones they lean. */
    boolean hasBases() {
        return file.intAt(8) >= BlockWriter.VERSION_OF_BASES;
    }

    /** Time of the oldest sample, ms. */
    long min() {
        return trailer.min();
    }

    /** Time of the newest sample, ms. */
    long max() {
        return trailer.max();
    }

    /** End of the block's range, exclusive, ms. */
    long until() {
        return trailer.until();
    }

    long samples() {
        return trailer.samples();
    }

    int seriesCount() {
        return sections.seriesCount();
    }

    long bytes() {
        return file.size();
    }

    /** Whether a reader of this range has to look: a row's end may be behind its samples. */
    boolean meets(long from, long to) {
        return min() <= to && max() + Math.max(0, trailer.resolution() - 1) >= from;
    }

    /** What there is to know about its ageing. */
    AgeMark aging() {
        return aging;
    }

    /** Remembers what was found out. */
    void aging(AgeMark found) {
        aging = found;
    }

    /** Of its coarsest table, ms; 0 when all samples are as they came. */
    long resolution() {
        return trailer.resolution();
    }

    /** The series that satisfy all matchers, by number; labels are not looked at. */
    BitSet find(List<LabelMatcher> matchers) {
        return opened().index.select(matchers);
    }

    Labels labels(int id) {
        return opened().index.labels(id);
    }

    /** What a query is told that needs damaged bytes; the damage is reported. */
    PlumblineException damaged(String what, RuntimeException e) {
        String message = path + " is damaged: " + what;
        damage.accept(message);
        return PlumblineException.internal(message + "; its other series are served. Restore the file from a backup, or delete these series", e);
    }

    private Opened opened() {
        Opened known = opened;
        return known == null ? readIndex() : known;
    }

    private synchronized Opened readIndex() {
        Opened known = opened;
        if (known != null) {
            return known;
        }
        try {
            long end = file.size() - trailer.bytes();
            if (sections.symbols() < BlockWriter.HEADER || sections.symbols() > end
                    || file.crc(sections.symbols(), end - sections.symbols()) != trailer.indexCrc()) {
                throw new MalformedBytes("checksum of the index does not fit");
            }
            var index = new BlockIndex(file, sections);
            var now = new Opened(index, index.tables(sections).stream().map(t -> new BlockTable(this, t)).toArray(BlockTable[]::new));
            opened = now;
            return now;
        } catch (MalformedBytes e) {
            throw damaged(e.text(), e);
        }
    }

    BlockTable[] tables() {
        return opened().tables;
    }

    /** Whether it holds nothing but samples that came late. */
    boolean isLate() {
        return Arrays.stream(tables()).allMatch(BlockTable::isLate);
    }

    /** Where samples of a series are. */
    List<BlockIndex.Place> places(int id) {
        return opened().index.places(id);
    }

    /** Reads everything; adds what does not fit to {@code problems}. */
    void verify(List<String> problems) {
        for (BlockTable table : tables()) {
            for (int column = 0; column < table.columns(); column++) {
                try {
                    table.check(column);
                } catch (PlumblineException e) {
                    problems.add(String.valueOf(e.getMessage()));
                }
            }
        }
    }

    List<BlockReport.Cardinality> metrics(int most) {
        return opened().index.largest(Labels.METRIC_NAME, most);
    }

    List<BlockReport.Cardinality> labelCounts(int most) {
        return opened().index.widest(most);
    }

    /** How many series each tenant has, the largest first. */
    List<BlockReport.Cardinality> tenants(TenantRules whose, int most) {
        var counts = new HashMap<String, Integer>();
        for (int id = 0; most > 0 && id < seriesCount(); id++) {
            counts.merge(whose.tenant(opened().index.labels(id)), 1, Integer::sum);
        }
        return counts.entrySet().stream().map(e -> new BlockReport.Cardinality(e.getKey(), e.getValue()))
                .sorted(BlockReport.LARGEST_FIRST).limit(most).toList();
    }

    List<String> labelNames() {
        return opened().index.labelNames();
    }

    List<String> labelValues(String name) {
        return opened().index.labelValues(name);
    }

    /**
     * The series that satisfy all matchers.
     *
     * @param shared answers the same object for equal labels, as far as it can: comparing is cheap then
     */
    BlockSelection select(List<LabelMatcher> matchers, UnaryOperator<Labels> shared) {
        BlockSelection selection = selections.get(matchers);
        if (selection == null) {
            BlockIndex index = opened().index;
            selection = index.read(index.select(matchers), shared);
            selections.put(List.copyOf(matchers), selection);
        }
        return selection;
    }

    /** The label sets of the series that satisfy all matchers and can have samples within a range. Not to be written. */
    List<Labels> labelSets(List<LabelMatcher> matchers, UnaryOperator<Labels> shared, Snapshot.Span span) {
        BlockSelection found = select(matchers, shared);
        if (span.min() <= min() && span.max() >= max()) {
            return found.all();
        }
        BlockTable[] tables = tables();
        var some = new ArrayList<Labels>(found.size());
        for (int i = 0; i < found.size(); i++) {
            if (found.seriesMeets(i, tables, span)) {
                some.add(found.labels(i));
            }
        }
        return some;
    }

    @Override
    public String toString() {
        return path.getFileName() + " [" + min() + ", " + max() + "]";
    }
}
