package dev.plumbline.prometheusdata;

import dev.plumbline.model.Labels;
import dev.plumbline.prometheuschunk.XorChunk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/** A block as Prometheus writes it, made in memory. */
final class TinyBlock {
    private final Path folder;
    private final Bytes chunks = new Bytes().be32(0x85bd40ddL).u8(1).u8(0).u8(0).u8(0);
    private final Map<Labels, List<Chunk>> series = new TreeMap<>(TinyBlock::byBytes);
    private final Bytes stones = new Bytes();
    private final Map<Labels, Long> ids = new TreeMap<>();
    private int version = 2;
    private String hints = "";

    private record Chunk(long min, long max, long place) {}

    TinyBlock(Path root, String name) {
        folder = root.resolve(name);
    }

    /** Prometheus's order. */
    private static int byBytes(Labels a, Labels b) {
        Comparator<String> order = (x, y) -> Arrays.compareUnsigned(x.getBytes(StandardCharsets.UTF_8), y.getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            int c = order.compare(a.name(i), b.name(i));
            c = c != 0 ? c : order.compare(a.value(i), b.value(i));
            if (c != 0) {
                return c;
            }
        }
        return a.size() - b.size();
    }

    TinyBlock version(int number) {
        version = number;
        return this;
    }

    /** More of {@code "compaction"}. */
    TinyBlock compaction(String json) {
        hints = json;
        return this;
    }

    /** A chunk of floats, values by time; of a series at least one. */
    TinyBlock chunk(Labels labels, long first, long step, double... values) {
        var chunk = new XorChunk();
        for (int i = 0; i < values.length; i++) {
            chunk.add(first + i * step, values[i]);
        }
        return chunk(labels, first, first + (values.length - 1) * step, 1, chunk.toBytes());
    }

    TinyBlock chunk(Labels labels, long min, long max, int encoding, byte[] data) {
        series.computeIfAbsent(labels, l -> new ArrayList<>()).add(new Chunk(min, max, chunks.size()));
        chunks.uvarint(data.length).summed(new Bytes().u8(encoding).raw(data).toBytes());
        return this;
    }

    /** Deletes of a series that was given; after {@link #index}. */
    TinyBlock tombstone(Labels labels, long min, long max) {
        stones.uvarint(Objects.requireNonNull(ids.get(labels))).varint(min).varint(max);
        return this;
    }

    /** The index: symbols, series, and of the rest the places only. */
    byte[] index() {
        var symbols = new TreeSet<String>(Comparator.comparing(s -> s.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned));
        symbols.add("");
        series.keySet().forEach(l -> l.forEach((name, value) -> symbols.addAll(List.of(name, value))));
        var refs = new TreeMap<String, Long>();
        var out = new Bytes().be32(0xbaaad700L).u8(version);
        long symbolPlace = out.size();
        var table = new Bytes().be32(symbols.size());
        for (String symbol : symbols) {
            refs.put(symbol, version == 1 ? symbolPlace + 4 + table.size() : refs.size());
            table.string(symbol);
        }
        out.be32(table.size()).summed(table.toBytes()).align(version == 1 ? 1 : 16);
        long seriesPlace = out.size();
        for (Map.Entry<Labels, List<Chunk>> e : series.entrySet()) {
            out.align(version == 1 ? 1 : 16);
            ids.put(e.getKey(), (long) out.size() / (version == 1 ? 1 : 16));
            byte[] entry = entry(e.getKey(), e.getValue(), refs);
            out.uvarint(entry.length).summed(entry);
        }
        long rest = out.size();
        out.be32(8).summed(new Bytes().be32(1).be32(0).toBytes());
        byte[] toc = new Bytes().be64(symbolPlace).be64(seriesPlace).be64(rest).be64(rest).be64(rest).be64(rest).toBytes();
        return out.summed(toc).toBytes();
    }

    private static byte[] entry(Labels labels, List<Chunk> chunks, Map<String, Long> refs) {
        var out = new Bytes().uvarint(labels.size());
        labels.forEach((name, value) -> out.uvarint(Objects.requireNonNull(refs.get(name))).uvarint(Objects.requireNonNull(refs.get(value))));
        out.uvarint(chunks.size());
        Chunk before = null;
        for (Chunk chunk : chunks) {
            if (before == null) {
                out.varint(chunk.min).uvarint(chunk.max - chunk.min).uvarint(chunk.place);
            } else {
                out.uvarint(chunk.min - before.max).uvarint(chunk.max - chunk.min).varint(chunk.place - before.place);
            }
            before = chunk;
        }
        return out.toBytes();
    }

    byte[] chunkFile() {
        return chunks.toBytes();
    }

    /** Writes the block's folder. */
    Path write(long minMillis, long maxMillis) throws IOException {
        Files.createDirectories(folder.resolve("chunks"));
        Files.write(folder.resolve("index"), index());
        Files.write(folder.resolve("chunks/000001"), chunkFile());
        byte[] deleted = stones.toBytes();
        Files.write(folder.resolve("tombstones"), new Bytes().be32(0x0130ba30L).u8(1).summed(deleted).toBytes());
        Files.writeString(folder.resolve("meta.json"), """
                {"ulid": "%s", "minTime": %d, "maxTime": %d, "stats": {"numSamples": 1.0e2},
                 "compaction": {"level": 1%s}, "version": 1}""".formatted(folder.getFileName(), minMillis, maxMillis, hints));
        return folder;
    }
}
