package dev.plumbline.prometheusdata;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** Writes numbers and strings as Prometheus's files have them. */
final class Bytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Bytes u8(int value) {
        out.write(value);
        return this;
    }

    Bytes be16(int value) {
        return u8(value >> 8).u8(value);
    }

    Bytes be32(long value) {
        return be16((int) (value >> 16)).be16((int) value);
    }

    Bytes be64(long value) {
        return be32(value >> 32).be32(value);
    }

    Bytes float64(double value) {
        return be64(Double.doubleToRawLongBits(value));
    }

    Bytes uvarint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            u8((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        return u8((int) rest);
    }

    Bytes varint(long value) {
        return uvarint(value << 1 ^ value >> 63);
    }

    Bytes string(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        return uvarint(utf8.length).raw(utf8);
    }

    Bytes raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    /** The bytes and their checksum. */
    Bytes summed(byte[] bytes) {
        return raw(bytes).be32(sum(bytes));
    }

    static long sum(byte[] bytes) {
        var crc = new CRC32C();
        crc.update(bytes);
        return crc.getValue();
    }

    /** Zeros up to the next multiple. */
    Bytes align(int multiple) {
        while (out.size() % multiple != 0) {
            u8(0);
        }
        return this;
    }

    int size() {
        return out.size();
    }

    byte[] toBytes() {
        return out.toByteArray();
    }
}
