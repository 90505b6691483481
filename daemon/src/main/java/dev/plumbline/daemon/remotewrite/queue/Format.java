package dev.plumbline.daemon.remotewrite.queue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/** Numbers of the format and how records are framed. */
final class Format {
    static final byte[] MAGIC = "PLUMBRWQ".getBytes(StandardCharsets.US_ASCII);
    static final int VERSION = 1;
    /** Where the number of samples stands in a segment. */
    static final int COUNT_AT = 12;
    static final int HEADER = 20;
    /** State, length and checksum of a record. */
    static final int FRAME = 9;
    static final int MAX_PAYLOAD = 64 << 20;
    static final byte PREPARED = 0;
    static final byte KEPT = 1;
    static final byte VOID = 2;
    static final int SERIES = 1;
    static final int SAMPLES = 2;
    static final int EXEMPLAR = 3;
    static final int HISTOGRAM = 9;
    static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    static final String SUFFIX = ".rwq";

    private Format() {}

    static Path file(Path folder, long segment) {
        return folder.resolve("%08d%s".formatted(segment, SUFFIX));
    }

    /** The number of a segment by its file's name; −1 for what is none. */
    static long number(String name) {
        if (!name.endsWith(SUFFIX)) {
            return -1;
        }
        try {
            return Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    static byte[] header() {
        var header = new byte[HEADER];
        System.arraycopy(MAGIC, 0, header, 0, MAGIC.length);
        INT.set(header, MAGIC.length, VERSION);
        return header;
    }

    static int checksum(byte[] bytes, int from, int count) {
        var crc = new CRC32C();
        crc.update(bytes, from, count);
        return (int) crc.getValue();
    }
}
