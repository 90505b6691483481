package dev.plumbline.prometheusdata;

import dev.plumbline.wire.Snappy;
import dev.plumbline.wire.WireException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * A file of Prometheus's log: pages of 32 KiB, in which records lie whole or in parts. When a part is damaged, the record
 * is lost and reading goes on at the next page. Reused from file to file; not thread-safe.
 */
final class LogFile {
    static final int PAGE = 1 << 15;
    private static final int HEADER = 7;
    private static final int ZSTD = 0x10;
    private static final int SNAPPY = 0x08;
    private static final int FULL = 1;
    private static final int FIRST = 2;
    private static final int MIDDLE = 3;
    private static final int LAST = 4;
    private static final int LONGEST = 1 << 28;
    private final Findings findings;
    private final ByteBuffer page = ByteBuffer.allocate(PAGE);
    private byte[] record = new byte[1 << 12];
    private int length;
    private boolean started; // a record of which parts are to come
    private boolean lost; // parts to come belong to a record of which one was damaged
    private byte[] decoded = new byte[1 << 14];

    LogFile(Findings findings) {
        this.findings = findings;
    }

    /** Takes whole records. */
    @FunctionalInterface
    interface Records {

        /** The record {@code bytes[0, length)}, of which {@code offset} is the place of its last part; {@link Damage} when it is none. */
        void record(byte[] bytes, int length, long offset);
    }

    /**
     * Reads a file.
     *
     * @param name of the file in reports
     * @param tail whether the log may end here, in the middle of a record, because the server was stopped
     */
    void read(Path path, String name, boolean tail, Records records) throws IOException {
        started = false;
        lost = false;
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            for (long at = 0; fill(channel); at += PAGE) {
                pageAt(at, name, tail, records);
            }
        }
        if (started && tail) {
            findings.left("records at the end of the log that were not written to their end", 1);
        } else if (started) {
            findings.damaged(name, -1, "it ends inside of a record");
        }
    }

    private boolean fill(FileChannel channel) throws IOException {
        page.clear();
        int read = 0;
        while (page.hasRemaining() && read >= 0) {
            read = channel.read(page);
        }
        page.flip();
        return page.hasRemaining();
    }

    private void pageAt(long pageStart, String name, boolean tail, Records records) {
        int at = 0;
        int end = page.limit();
        while (at < end) {
            int header = page.get(at) & 0xff;
            if ((header & 7) == 0) {
                return; // the rest of the page is empty
            }
            long offset = pageStart + at;
            int size = at + HEADER <= end ? page.getShort(at + 1) & 0xffff : 0;
            if (at + HEADER + size > end) {
                if (tail && end < PAGE) {
                    started = false;
                    findings.left("records at the end of the log that were not written to their end", 1);
                } else {
                    lose(name, offset, "a record that does not fit into its page");
                }
                return;
            }
            if (!sums(at + HEADER, size, page.getInt(at + 3))) {
                lose(name, offset, "the checksum of a record is wrong; the rest of the page is left out");
                return;
            }
            part(header, at + HEADER, size, new Place(name, offset), records);
            at += HEADER + size;
        }
    }

    private record Place(String file, long offset) {}

    private boolean sums(int from, int size, int sum) {
        var crc = new CRC32C();
        crc.update(page.array(), from, size);
        return (int) crc.getValue() == sum;
    }

    private void lose(String name, long offset, String why) {
        findings.damaged(name, offset, why);
        started = false;
        lost = true;
    }

    private void part(int header, int from, int size, Place place, Records records) {
        int type = header & 7;
        boolean begins = type == FULL || type == FIRST;
        if (type > LAST) {
            lose(place.file, place.offset, "a part of a record of type " + type + ", which is not known");
            return;
        }
        if (begins == started) { // one begins while another is open, or one goes on while none is
            if (begins || !lost) {
                lose(place.file, place.offset, "a part of a record where another one belongs");
            }
            if (!begins) {
                return;
            }
        }
        if (begins) {
            length = 0;
            started = true;
            lost = false;
        }
        append(from, size);
        if (type == FULL || type == LAST) {
            started = false;
            whole(header, place, records);
        } else if (type == MIDDLE && length > LONGEST) {
            lose(place.file, place.offset, "a record of more than " + LONGEST + " bytes");
        }
    }

    private void append(int from, int size) {
        if (record.length - length < size) {
            record = Arrays.copyOf(record, Math.max(length + size, 2 * record.length));
        }
        System.arraycopy(page.array(), from, record, length, size);
        length += size;
    }

    private void whole(int header, Place place, Records records) {
        if ((header & SNAPPY) == 0 && (header & ZSTD) != 0) {
            findings.left("records compressed with zstd, which cannot be read (take a snapshot by Prometheus's admin API and import"
                    + " that: it has blocks only)", 1);
            return;
        }
        try {
            if ((header & SNAPPY) == 0) {
                records.record(record, length, place.offset);
            } else {
                int size = decompress();
                records.record(decoded, size, place.offset);
            }
        } catch (WireException | Damage e) {
            findings.damaged(place.file, place.offset, "record left out, or what follows in it: " + e.getMessage());
        }
    }

    private int decompress() {
        long size = Snappy.uncompressedLength(record, 0, length);
        if (size > LONGEST) {
            throw new Damage("a record of " + size + " bytes");
        }
        if (decoded.length < size) {
            decoded = new byte[(int) size];
        }
        return Snappy.decode(record, 0, length, decoded);
    }
}
