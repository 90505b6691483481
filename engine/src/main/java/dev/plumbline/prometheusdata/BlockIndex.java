package dev.plumbline.prometheusdata;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The index of a block: strings, and one entry for each series, ascending by labels. Versions 1 to 3 differ, in what is read
 * here, only by how strings and series are referred to. Not thread-safe.
 */
final class BlockIndex implements Closeable {
    private static final int MAGIC = 0xbaaad700;
    private static final int HEADER = 5;
    private static final int TOC = 6 * 8 + 4;
    private static final int ALIGNMENT = 16;
    private static final int LONGEST_ENTRY = 1 << 22;
    /** Bytes that may be summed up, in all, in search of intact entries behind damaged ones. */
    private static final long PATIENCE = 1L << 32;
    private final MappedFile file;
    private final String name;
    private final Findings findings;
    private final int version;
    private final Symbols symbols;
    private final long begin;
    private final long end;
    private long patience = PATIENCE;
    private byte[] buffer = new byte[1 << 12];
    private final ByteCursor cursor = new ByteCursor(new StringCache());

    private BlockIndex(MappedFile file, String name, Findings findings) {
        this.file = file;
        this.name = name;
        this.findings = findings;
        if (file.be32(0) != MAGIC) {
            throw new Damage("it does not begin as an index does");
        }
        version = file.u8(4);
        if (version < 1 || version > 3) {
            throw new Damage("an index of version " + version + "; 1 to 3 are known");
        }
        long toc = file.size() - TOC;
        if (toc < HEADER || !file.sums(toc, toc + TOC - 4)) {
            throw new Damage("the checksum of the table of contents is wrong, or the file is cut short");
        }
        symbols = new Symbols(file, version, file.be64(toc));
        begin = file.be64(toc + 8);
        end = nextSection(toc);
        if (begin < HEADER) {
            throw new Damage("no series in the table of contents");
        }
    }

    /** Where the series end: the first place behind their beginning that the table of contents names, or itself. */
    private long nextSection(long toc) {
        long next = toc;
        for (int i = 0; i < 6; i++) {
            long place = file.be64(toc + 8L * i);
            if (place > begin && place < next) {
                next = place;
            }
        }
        return next;
    }

    /** @param name of the file in reports */
    static BlockIndex open(Path path, String name, Findings findings) throws IOException {
        MappedFile file = MappedFile.open(path);
        try {
            return new BlockIndex(file, name, findings);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    Symbols symbols() {
        return symbols;
    }

    String name() {
        return name;
    }

    /** Reads the entry at a place that {@link Scan#place} said. */
    void read(long place, SeriesEntry entry) {
        long length = length(place);
        long from = place + width(length);
        if (buffer.length < length) {
            buffer = new byte[(int) length];
        }
        file.copy(from, buffer, (int) length);
        entry.read(version == 1 ? place : place / ALIGNMENT, cursor.over(buffer, 0, (int) length));
    }

    /** The length that an entry says, or −1 when none can begin here. */
    private long length(long place) {
        long length = 0;
        for (int i = 0; i < 5 && place + i < end; i++) {
            int group = file.u8(place + i);
            length |= (long) (group & 0x7f) << 7 * i;
            if (group < 0x80) {
                return length <= LONGEST_ENTRY && place + i + 1 + length + 4 <= file.size() ? length : -1;
            }
        }
        return -1;
    }

    private static int width(long length) {
        return (Math.max(1, 64 - Long.numberOfLeadingZeros(length)) + 6) / 7;
    }

    @Override
    public void close() {
        file.close();
    }

    /** Goes from series to series. A damaged one is reported; the next intact one is found by its checksum. */
    final class Scan {
        private long at = begin;
        private long place = -1;
        private long damagedFrom = -1;

        /** Whether there is one more. */
        boolean next() {
            while (at < end) {
                align();
                long length = at < end ? length(at) : -1;
                if (length > 0 && sums(length)) {
                    place = at;
                    at += width(length) + length + 4;
                    return reported();
                }
                if (at < end && length != 0 && damagedFrom < 0) {
                    damagedFrom = at;
                }
                if (patience < 0) {
                    findings.damaged(name, damagedFrom, "damaged from here on; the series behind are left out");
                    return false;
                }
                at += version == 1 ? 1 : ALIGNMENT;
            }
            reported();
            return false;
        }

        private void align() {
            if (version != 1) {
                at = at + ALIGNMENT - 1 & -ALIGNMENT;
            }
        }

        private boolean sums(long length) {
            if (damagedFrom >= 0) {
                patience -= length;
            }
            long from = at + width(length);
            return file.sums(from, from + length);
        }

        private boolean reported() {
            if (damagedFrom >= 0) {
                findings.damaged(name, damagedFrom, "damaged series left out, up to byte " + Math.min(place < damagedFrom ? end : place, end));
                damagedFrom = -1;
            }
            return true;
        }

        /** Where the series is, for {@link #read}. */
        long place() {
            return place;
        }
    }
}
