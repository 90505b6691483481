package dev.plumbline.tsdb;

import dev.plumbline.model.PlumblineException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Whether every record of a file of the log is as it was written. Reads all of it, a record at a time, and changes nothing.
 *
 * @param file its name
 * @param bytes of the file
 * @param records that are whole
 * @param unfinished bytes behind the last whole record of the newest segment: a commit that was under way, and was not acknowledged
 * @param problems damage; empty when there is none
 */
public record LogReport(String file, long bytes, long records, long unfinished, List<String> problems) {
    public LogReport {
        problems = List.copyOf(problems);
    }

    /** What is wrong at a place. */
    private record Damage(long offset, String what, boolean torn) {}

    /**
     * The checkpoint and the segments of a data directory, in the order of their names. A daemon may run on it meanwhile.
     *
     * @throws PlumblineException of kind RESOURCE when the folder cannot be read
     */
    public static List<LogReport> of(Path data, Disk disk) {
        Path folder = data.resolve("wal");
        var reports = new ArrayList<LogReport>();
        try {
            List<String> names = disk.list(folder).stream().filter(n -> n.matches("[0-9]{8,18}\\.(wal|frames)")).toList();
            String newest = names.stream().filter(n -> n.endsWith(".wal")).reduce("", (a, b) -> b);
            for (String name : names) {
                reports.add(read(folder.resolve(name), disk, name.equals(newest)));
            }
        } catch (IOException e) {
            throw PlumblineException.resource("cannot read " + folder + ": " + e.getMessage() + ". Name a data directory of Plumbline", e);
        }
        return reports;
    }

    private static LogReport read(Path path, Disk disk, boolean newest) throws IOException {
        String name = String.valueOf(path.getFileName());
        long size = disk.size(path);
        long[] records = {0};
        Damage damage;
        try (InputStream in = new BufferedInputStream(disk.read(path), 1 << 20)) {
            damage = scan(in, size, records);
        }
        if (damage.what.isEmpty()) {
            return new LogReport(name, size, records[0], 0, List.of());
        }
        return damage.torn && newest ? new LogReport(name, size, records[0], size - damage.offset, List.of())
                : new LogReport(name, size, records[0], 0, List.of(path + " is damaged at byte " + damage.offset + ": " + damage.what));
    }

    private static Damage scan(InputStream in, long size, long[] records) throws IOException {
        byte[] head = in.readNBytes(Wal.HEADER);
        if (head.length < Wal.HEADER || !Arrays.equals(head, 0, 8, Wal.MAGIC, 0, 8)) {
            return new Damage(0, "does not begin as a log of Plumbline", head.length < Wal.HEADER);
        }
        int version = Bytes.getInt(head, 8);
        if (version < Wal.OLDEST_VERSION || version > Wal.VERSION) {
            return new Damage(8, "format version " + version + "; this program reads " + Wal.OLDEST_VERSION + " to " + Wal.VERSION, false);
        }
        long at = Wal.HEADER;
        while (at < size) {
            byte[] header = in.readNBytes(Wal.RECORD_HEADER);
            if (header.length < Wal.RECORD_HEADER) {
                return new Damage(at, "torn record header", true);
            }
            int length = Bytes.getInt(header, 0);
            if (length <= 0 || length > Wal.MAX_RECORD) {
                return new Damage(at, "record length " + length, false);
            }
            if (length > size - at - Wal.RECORD_HEADER) {
                return new Damage(at, "torn record", true);
            }
            byte[] payload = in.readNBytes(length);
            var crc = new CRC32C();
            crc.update(payload);
            if (payload.length < length || (int) crc.getValue() != Bytes.getInt(header, 4)) {
                return new Damage(at, "checksum does not fit", false);
            }
            at += Wal.RECORD_HEADER + length;
            records[0]++;
        }
        return new Damage(at, "", false);
    }
}
