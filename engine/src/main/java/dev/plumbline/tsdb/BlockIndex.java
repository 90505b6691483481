package dev.plumbline.tsdb;

import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Finds the series of a block, in the mapped file: a name and each value by binary search, then lists of numbers. Series are
 * numbered in the order of their labels. Thread-safe; whatever does not fit throws {@link MalformedBytes}.
 */
final class BlockIndex {
    private static final int MOST_KEPT_VALUES = 1024;
    private static final int MOST_KEPT_LISTS = 32;

    private final Map<String, List<String>> labelValues = new ConcurrentHashMap<>();
    private final Mapped file;
    private final long symbols;
    private final long postings;
    private final long series;
    private final int symbolCount;
    private final long text;
    private final int seriesCount;
    private volatile @Nullable List<String> labelNames;

    /** Where sections start, how many series and tables there are, and how many bytes say of each table what it is. */
    record Sections(long symbols, long postings, long series, long tables, int seriesCount, int tableCount, int tableBytes) {}

    /** What the index says of a table; the resolution is 0 where samples are as they came. */
    record TableEntry(String name, int columns, int rows, int headLength, long at, long min, long max, long resolution) {}

    /** Where samples of a series are. */
    record Place(int table, int column, int firstRow, int lastRow) {}

    BlockIndex(Mapped file, Sections sections) {
        this.file = file;
        symbols = sections.symbols;
        postings = sections.postings;
        series = sections.series;
        seriesCount = sections.seriesCount;
        symbolCount = file.countAt(symbols);
        text = symbols + 4 + 4L * (symbolCount + 1);
    }

    int series() {
        return seriesCount;
    }

    List<TableEntry> tables(Sections sections) {
        var all = new ArrayList<TableEntry>(sections.tableCount);
        for (int i = 0; i < sections.tableCount; i++) {
            long at = sections.tables + (long) sections.tableBytes * i;
            all.add(new TableEntry(symbol(file.countAt(at)), file.countAt(at + 4), file.countAt(at + 8), file.countAt(at + 12),
                    file.longAt(at + 16), file.longAt(at + 24), file.longAt(at + 32),
                    sections.tableBytes < BlockIndexWriter.TABLE_BYTES ? 0 : file.countAt(at + 40)));
        }
        return List.copyOf(all);
    }

    /** Numbers of the blocks that this one took the place of. */
    static List<Long> sources(Mapped file, Sections sections) {
        long at = sections.tables + (long) sections.tableBytes * sections.tableCount;
        int count = file.countAt(at);
        var all = new ArrayList<Long>();
        for (int i = 0; i < count; i++) {
            all.add(file.longAt(at + 4 + 8L * i));
        }
        return all;
    }

    private String symbol(int number) {
        if (number >= symbolCount) {
            throw new MalformedBytes("no symbol " + number);
        }
        long at = symbols + 4 + 4L * number;
        int from = file.countAt(at);
        return file.text(text + from, file.countAt(at + 4) - from);
    }

    /** The number of a string, or -1. */
    private int number(String symbol) {
        int low = 0;
        int high = symbolCount - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            int order = symbol(middle).compareTo(symbol);
            if (order == 0) {
                return middle;
            }
            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle - 1;
        }
        return -1;
    }

    /** An array of entries of three numbers each, the first of which ascends: the names, or the values of a name. */
    private final class Entries {
        final long at;
        final int count;

        Entries(long at, int count) {
            this.at = at;
            this.count = count;
        }

        int key(int i) {
            return file.countAt(at + 12L * i);
        }

        int second(int i) {
            return file.countAt(at + 12L * i + 4);
        }

        int third(int i) {
            return file.countAt(at + 12L * i + 8);
        }

        int find(int key) {
            int low = 0;
            int high = count - 1;
            while (low <= high) {
                int middle = low + high >>> 1;
                int found = key(middle);
                if (found == key) {
                    return middle;
                }
                low = found < key ? middle + 1 : low;
                high = found < key ? high : middle - 1;
            }
            return -1;
        }

        void addTo(BitSet ids, int i) {
            Mapped.Cursor list = file.new Cursor(postings + third(i));
            int id = 0;
            for (int n = second(i); n > 0; n--) {
                id += list.next();
                if (id < 0 || id >= seriesCount) {
                    throw new MalformedBytes("no series " + id);
                }
                ids.set(id);
            }
        }
    }

    private Entries names() {
        return new Entries(postings + 4, file.countAt(postings));
    }

    private Entries values(String name) {
        Entries names = names();
        int number = number(name);
        int i = number < 0 ? -1 : names.find(number);
        return i < 0 ? new Entries(postings, 0) : new Entries(postings + names.third(i), names.second(i));
    }

    /** The series that satisfy all matchers. */
    BitSet select(List<LabelMatcher> matchers) {
        var found = new BitSet();
        found.set(0, seriesCount);
        for (LabelMatcher m : matchers) {
            if (!m.matchesEmpty()) {
                found.and(having(m.name(), ValueMatcher.literals(m), m::matches));
            }
        }
        for (LabelMatcher m : matchers) {
            if (m.matchesEmpty() && !found.isEmpty()) {
                found.andNot(having(m.name(), Optional.empty(), v -> !m.matches(v)));
            }
        }
        return found;
    }

    /** The series that have a label with one of these values. */
    private BitSet having(String name, Optional<Set<String>> literals, Predicate<String> wanted) {
        var ids = new BitSet();
        Entries values = values(name);
        if (literals.isPresent()) {
            for (String literal : literals.get()) {
                int number = number(literal);
                int i = number < 0 ? -1 : values.find(number);
                if (i >= 0) {
                    values.addTo(ids, i);
                }
            }
            return ids;
        }
        for (int i = 0; i < values.count; i++) {
            if (wanted.test(symbol(values.key(i)))) {
                values.addTo(ids, i);
            }
        }
        return ids;
    }

    /** Ascending. */
    List<String> labelNames() {
        List<String> known = labelNames;
        if (known == null) {
            known = texts(names());
            labelNames = known;
        }
        return known;
    }

    /** Ascending. The lists that are not long are kept. */
    List<String> labelValues(String name) {
        List<String> known = labelValues.get(name);
        if (known == null) {
            known = texts(values(name));
            if (known.size() <= MOST_KEPT_VALUES && labelValues.size() < MOST_KEPT_LISTS) {
                labelValues.put(name, known);
            }
        }
        return known;
    }

    private List<String> texts(Entries entries) {
        var all = new String[entries.count];
        for (int i = 0; i < all.length; i++) {
            all[i] = symbol(entries.key(i));
        }
        return List.of(all);
    }

    /** How many series have each value of a label: the values with the most series, those first. */
    List<BlockReport.Cardinality> largest(String name, int most) {
        Entries values = values(name);
        var all = new ArrayList<BlockReport.Cardinality>(values.count);
        for (int i = 0; i < values.count; i++) {
            all.add(new BlockReport.Cardinality(symbol(values.key(i)), values.second(i)));
        }
        return all.stream().sorted(BlockReport.LARGEST_FIRST).limit(most).toList();
    }

    /** How many values each label has: the labels with the most, those first. */
    List<BlockReport.Cardinality> widest(int most) {
        Entries names = names();
        var all = new ArrayList<BlockReport.Cardinality>(names.count);
        for (int i = 0; i < names.count; i++) {
            all.add(new BlockReport.Cardinality(symbol(names.key(i)), names.second(i)));
        }
        return all.stream().sorted(BlockReport.LARGEST_FIRST).limit(most).toList();
    }

    private Mapped.Cursor entry(int id) {
        return file.new Cursor(series + 4L * seriesCount + file.countAt(series + 4L * id));
    }

    /** Series with their places; {@code shared} as in {@link Block#select}. */
    BlockSelection read(BitSet ids, UnaryOperator<Labels> shared) {
        var read = new BlockSelection.Builder(ids.cardinality());
        var symbols = new HashMap<Integer, String>(); // the same few strings come again and again
        for (int id = ids.nextSetBit(0); id >= 0; id = ids.nextSetBit(id + 1)) {
            Mapped.Cursor entry = entry(id);
            var pairs = new String[2 * bounded(entry.next())];
            for (int i = 0; i < pairs.length; i++) {
                pairs[i] = symbols.computeIfAbsent(entry.next(), this::symbol);
            }
            for (int count = bounded(entry.next()); count > 0; count--) {
                read.add(place(entry));
            }
            read.end(shared.apply(Labels.ofSorted(pairs)));
        }
        return read.build();
    }

    Labels labels(int id) {
        Mapped.Cursor entry = entry(id);
        var pairs = new String[2 * bounded(entry.next())];
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = symbol(entry.next());
        }
        return Labels.ofSorted(pairs);
    }

    private static int bounded(int count) {
        if (count > Store.MAX_LABEL_CHARS) {
            throw new MalformedBytes(count + " labels or places");
        }
        return count;
    }

    List<Place> places(int id) {
        Mapped.Cursor entry = entry(id);
        for (int skip = 2 * bounded(entry.next()); skip > 0; skip--) {
            entry.next();
        }
        int count = bounded(entry.next());
        if (count == 1) {
            return List.of(place(entry));
        }
        var all = new ArrayList<Place>(count);
        for (int i = 0; i < count; i++) {
            all.add(place(entry));
        }
        return all;
    }

    private static Place place(Mapped.Cursor entry) {
        int table = entry.next();
        int column = entry.next();
        int first = entry.next();
        return new Place(table, column, first, first + entry.next());
    }
}
