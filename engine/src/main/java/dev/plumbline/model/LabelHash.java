package dev.plumbline.model;

import java.nio.charset.StandardCharsets;

/**
 * The hash by which Prometheus samples series: the 64-bit xxHash of names and values, ascending by name, each after its
 * length in bytes (one byte; from 255 on, 255 and three bytes, the lowest first).
 */
public final class LabelHash {
    private static final int ONE_BYTE = 255;

    private LabelHash() {}

    /** The hash, to be read as unsigned. */
    public static long of(Labels labels) {
        byte[][] texts = new byte[2 * labels.size()][];
        int size = 0;
        for (int i = 0; i < texts.length; i++) {
            String text = i % 2 == 0 ? labels.name(i / 2) : labels.value(i / 2);
            texts[i] = text.getBytes(StandardCharsets.UTF_8);
            size += texts[i].length + (texts[i].length < ONE_BYTE ? 1 : 4);
        }
        byte[] bytes = new byte[size];
        int at = 0;
        for (byte[] text : texts) {
            at = length(bytes, at, text.length);
            System.arraycopy(text, 0, bytes, at, text.length);
            at += text.length;
        }
        return XxHash64.hash(bytes);
    }

    private static int length(byte[] bytes, int at, int length) {
        if (length < ONE_BYTE) {
            bytes[at] = (byte) length;
            return at + 1;
        }
        bytes[at] = (byte) ONE_BYTE;
        bytes[at + 1] = (byte) length;
        bytes[at + 2] = (byte) (length >> 8);
        bytes[at + 3] = (byte) (length >> 16);
        return at + 4;
    }

    /** The hash as a share of all hashes, 0 to 1. */
    public static double share(Labels labels) {
        long hash = of(labels);
        double unsigned = hash >= 0 ? hash : (double) (hash >>> 1 | hash & 1) * 2;
        return unsigned / 0x1p64;
    }
}
