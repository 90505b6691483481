package dev.plumbline.tsdb;

import dev.plumbline.model.Labels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The sections of a block behind its tables: symbols, postings, series, tables (docs/formats/blocks.md, "Finding series"). */
final class BlockIndexWriter {
    static final int TABLE_BYTES = 48;

    /** A table that was written; its head is at {@code at}. */
    record Table(String name, int columns, int rows, int headLength, long at, long min, long max, long resolution) {}

    /** A series of the block and where its samples are: table, column, first row, rows after it; four numbers for each place. */
    static final class Entry implements Comparable<Entry> {
        private final Labels labels;
        private int[] places = new int[4];
        private int used;

        Entry(Labels labels) {
            this.labels = labels;
        }

        void add(int table, int column, int firstRow, int lastRow) {
            if (used == places.length) {
                places = Arrays.copyOf(places, used * 2);
            }
            places[used++] = table;
            places[used++] = column;
            places[used++] = firstRow;
            places[used++] = lastRow - firstRow;
        }

        @Override
        public int compareTo(Entry other) {
            return labels.compareTo(other.labels);
        }
    }

    private final List<Entry> series;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<Bytes> sections;

    BlockIndexWriter(Collection<Entry> entries, List<Table> tables, List<Long> sources) {
        series = entries.stream().sorted().toList();
        Bytes symbols = symbols(tables);
        sections = List.of(symbols, postings(), series(), tables(tables), sources(sources));
    }

    /** In their order. */
    List<Bytes> sections() {
        return sections;
    }

    private Bytes symbols(List<Table> tables) {
        for (Entry entry : series) {
            entry.labels.forEach((name, value) -> {
                numbers.put(name, 0);
                numbers.put(value, 0);
            });
        }
        tables.forEach(t -> numbers.put(t.name, 0));
        String[] sorted = numbers.keySet().toArray(String[]::new);
        Arrays.sort(sorted);
        var offsets = new Bytes(8 + 4 * sorted.length);
        var text = new Bytes(16 * sorted.length + 16);
        fixedInt(offsets, sorted.length);
        for (int i = 0; i < sorted.length; i++) {
            numbers.put(sorted[i], i);
            fixedInt(offsets, text.length);
            byte[] utf8 = sorted[i].getBytes(StandardCharsets.UTF_8);
            text.bytes(utf8, 0, utf8.length);
        }
        fixedInt(offsets, text.length);
        offsets.bytes(text.array, 0, text.length);
        return offsets;
    }

    private int number(String symbol) {
        return java.util.Objects.requireNonNull(numbers.get(symbol), "every string is a symbol");
    }

    private static void fixedInt(Bytes out, int v) {
        out.ensure(4);
        Bytes.setInt(out.array, out.length, v);
        out.length += 4;
    }

    private Bytes postings() {
        var byName = new TreeMap<Integer, TreeMap<Integer, List<Integer>>>();
        for (int i = 0; i < series.size(); i++) {
            int id = i;
            series.get(i).labels.forEach((name, value) -> byName.computeIfAbsent(number(name), n -> new TreeMap<>())
                    .computeIfAbsent(number(value), v -> new ArrayList<>()).add(id));
        }
        int values = byName.values().stream().mapToInt(TreeMap::size).sum();
        int valuesAt = 4 + 12 * byName.size();
        int listsAt = valuesAt + 12 * values;
        var heads = new Bytes(valuesAt);
        var entries = new Bytes(12 * values + 16);
        var lists = new Bytes(1024);
        fixedInt(heads, byName.size());
        byName.forEach((name, byValue) -> {
            fixedInt(heads, name);
            fixedInt(heads, byValue.size());
            fixedInt(heads, valuesAt + entries.length);
            byValue.forEach((value, ids) -> {
                fixedInt(entries, value);
                fixedInt(entries, ids.size());
                fixedInt(entries, listsAt + lists.length);
                int before = 0;
                for (int id : ids) {
                    lists.varint(id - before);
                    before = id;
                }
            });
        });
        heads.bytes(entries.array, 0, entries.length);
        heads.bytes(lists.array, 0, lists.length);
        return heads;
    }

    private Bytes series() {
        var offsets = new Bytes(4 * series.size() + 16);
        var entries = new Bytes(32 * series.size() + 16);
        for (Entry entry : series) {
            fixedInt(offsets, entries.length);
            entries.varint(entry.labels.size());
            entry.labels.forEach((name, value) -> {
                entries.varint(number(name));
                entries.varint(number(value));
            });
            entries.varint(entry.used / 4);
            for (int i = 0; i < entry.used; i++) {
                entries.varint(entry.places[i]);
            }
        }
        offsets.bytes(entries.array, 0, entries.length);
        return offsets;
    }

    private static Bytes sources(List<Long> sources) {
        var out = new Bytes(16 + 8 * sources.size());
        fixedInt(out, sources.size());
        sources.forEach(out::fixedLong);
        return out;
    }

    private Bytes tables(List<Table> tables) {
        var out = new Bytes(TABLE_BYTES * tables.size() + 16);
        for (Table t : tables) {
            fixedInt(out, number(t.name));
            fixedInt(out, t.columns);
            fixedInt(out, t.rows);
            fixedInt(out, t.headLength);
            out.fixedLong(t.at);
            out.fixedLong(t.min);
            out.fixedLong(t.max);
            out.fixedLong(t.resolution);
        }
        return out;
    }
}
