package dev.plumbline.tsdb;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing byte array that is written from front to back; and the little-endian primitives of all formats. */
final class Bytes {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    byte[] array;
    int length;

    Bytes(int capacity) {
        array = new byte[capacity];
    }

    void ensure(int more) {
        if (length + more > array.length) {
            array = Arrays.copyOf(array, Math.max(length + more, array.length + (array.length >> 1)));
        }
    }

    void put(int b) {
        ensure(1);
        array[length++] = (byte) b;
    }

    void varint(long v) {
        ensure(10);
        length = putVarint(array, length, v);
    }

    void zigzag(long v) {
        varint(zig(v));
    }

    void fixedLong(long v) {
        ensure(8);
        setLong(array, length, v);
        length += 8;
    }

    void string(String s) {
        byte[] utf8 = s.getBytes(StandardCharsets.UTF_8);
        varint(utf8.length);
        bytes(utf8, 0, utf8.length);
    }

    void bytes(byte[] source, int from, int count) {
        ensure(count);
        System.arraycopy(source, from, array, length, count);
        length += count;
    }

    static int putVarint(byte[] out, int pos, long v) {
        int p = pos;
        long rest = v;
        while ((rest & ~0x7fL) != 0) {
            out[p++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        out[p++] = (byte) rest;
        return p;
    }

    static long zig(long v) {
        return (v << 1) ^ (v >> 63);
    }

    static long unzig(long v) {
        return (v >>> 1) ^ -(v & 1);
    }

    static long getLong(byte[] in, int pos) {
        return (long) LONG.get(in, pos);
    }

    static void setLong(byte[] out, int pos, long v) {
        LONG.set(out, pos, v);
    }

    static int getInt(byte[] in, int pos) {
        return (int) INT.get(in, pos);
    }

    static void setInt(byte[] out, int pos, int v) {
        INT.set(out, pos, v);
    }

    /** Bytes that a varint of this (unsigned) number takes. */
    static int varintSize(long v) {
        return (Math.max(1, 64 - Long.numberOfLeadingZeros(v)) + 6) / 7;
    }
}
