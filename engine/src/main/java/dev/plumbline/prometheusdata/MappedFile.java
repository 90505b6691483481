package dev.plumbline.prometheusdata;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.foreign.ValueLayout.OfInt;
import java.lang.foreign.ValueLayout.OfLong;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/** A file in memory-mapped form, for the thread that opened it. Every access outside of it is {@link Damage}. */
final class MappedFile implements Closeable {
    private static final OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    /** A buffer has at most 2 GiB: longer parts are summed up piece by piece. */
    private static final long PIECE = 1 << 26;
    private final Arena arena;
    private final MemorySegment bytes;

    private MappedFile(Arena arena, MemorySegment bytes) {
        this.arena = arena;
        this.bytes = bytes;
    }

    static MappedFile open(Path file) throws IOException {
        Arena arena = Arena.ofConfined();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new MappedFile(arena, channel.map(MapMode.READ_ONLY, 0, channel.size(), arena));
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    long size() {
        return bytes.byteSize();
    }

    int u8(long at) {
        check(at, 1);
        return bytes.get(ValueLayout.JAVA_BYTE, at) & 0xff;
    }

    int be32(long at) {
        check(at, 4);
        return bytes.get(INT, at);
    }

    long be64(long at) {
        check(at, 8);
        return bytes.get(LONG, at);
    }

    /** {@code count} bytes from {@code at} on to the beginning of an array. */
    void copy(long at, byte[] into, int count) {
        check(at, count);
        MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, at, into, 0, count);
    }

    /** Whether the four bytes at {@code to} are the CRC32C of {@code [from, to)}. */
    boolean sums(long from, long to) {
        check(from, to - from);
        check(to, 4);
        var crc = new CRC32C();
        for (long at = from; at < to; at += PIECE) {
            crc.update(bytes.asSlice(at, Math.min(PIECE, to - at)).asByteBuffer());
        }
        return (int) crc.getValue() == be32(to);
    }

    private void check(long at, long count) {
        if (at < 0 || count < 0 || at > size() - count) {
            throw new Damage("it ends at byte " + size() + ", before what should be at " + at);
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
