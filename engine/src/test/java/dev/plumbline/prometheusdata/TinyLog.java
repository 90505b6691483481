package dev.plumbline.prometheusdata;

import dev.plumbline.model.Labels;
import dev.plumbline.wire.Snappy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A segment of Prometheus's log, made in memory: records in pages of 32 KiB. */
final class TinyLog {
    private static final int PAGE = 1 << 15;
    private static final int HEADER = 7;
    private final Bytes out = new Bytes();
    private boolean snappy;

    TinyLog snappy() {
        snappy = true;
        return this;
    }

    TinyLog series(long ref, Labels labels) {
        var record = new Bytes().u8(1).be64(ref).uvarint(labels.size());
        labels.forEach((name, value) -> record.string(name).string(value));
        return record(record.toBytes());
    }

    /** Samples of one series, values by time. */
    TinyLog samples(long ref, long first, long step, double... values) {
        var record = new Bytes().u8(2).be64(ref).be64(first);
        for (int i = 0; i < values.length; i++) {
            record.varint(0).varint(i * step).float64(values[i]);
        }
        return record(record.toBytes());
    }

    TinyLog tombstone(long ref, long min, long max) {
        return record(new Bytes().u8(3).be64(ref).varint(min).varint(max).toBytes());
    }

    TinyLog record(byte[] plain) {
        return record(snappy ? 0x08 : 0, snappy ? Snappy.encode(plain, 0, plain.length) : plain);
    }

    /** A record with these flags, in as many parts as pages ask for. */
    TinyLog record(int flags, byte[] record) {
        int at = 0;
        do {
            if (PAGE - out.size() % PAGE < HEADER) {
                out.align(PAGE);
            }
            int size = Math.min(record.length - at, PAGE - out.size() % PAGE - HEADER);
            boolean last = at + size == record.length;
            int type = at == 0 ? last ? 1 : 2 : last ? 4 : 3;
            byte[] part = Arrays.copyOfRange(record, at, at + size);
            out.u8(type | flags).be16(size).be32(Bytes.sum(part)).raw(part);
            at += size;
        } while (at < record.length);
        return this;
    }

    /** Zeros to the end of the page. */
    TinyLog pad() {
        out.align(PAGE);
        return this;
    }

    byte[] toBytes() {
        return out.toBytes();
    }

    void write(Path folder, String name) throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve(name), toBytes());
    }
}
