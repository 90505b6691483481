package dev.plumbline.prometheusdata;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/** What was deleted from a block and is still in it: a block's file {@code tombstones}. */
final class BlockTombstones {
    private static final int MAGIC = 0x0130ba30;
    private static final int HEADER = 5;
    private static final int CHECKSUM = 4;
    private final Map<Long, Intervals> bySeries = new HashMap<>();

    /** Reads the file; none is there when nothing was deleted. */
    static BlockTombstones read(Path file) throws IOException {
        var tombstones = new BlockTombstones();
        if (Files.exists(file)) {
            tombstones.parse(Files.readAllBytes(file));
        }
        return tombstones;
    }

    private void parse(byte[] bytes) {
        var in = new ByteCursor(new StringCache());
        if (bytes.length < HEADER + CHECKSUM || in.over(bytes, 0, bytes.length).be32() != MAGIC || in.u8() != 1) {
            throw new Damage("it does not begin as tombstones of version 1 do");
        }
        var crc = new CRC32C();
        int end = bytes.length - CHECKSUM;
        crc.update(bytes, HEADER, end - HEADER);
        if ((int) crc.getValue() != in.over(bytes, end, bytes.length).be32()) {
            throw new Damage("its checksum is wrong");
        }
        in.over(bytes, HEADER, end);
        while (in.left() > 0) {
            bySeries.computeIfAbsent(in.uvarint(), id -> new Intervals()).add(in.varint(), in.varint());
        }
    }

    /** Of the series that the index calls so. */
    Intervals of(long id) {
        return bySeries.getOrDefault(id, Intervals.NONE);
    }
}
