package dev.plumbline.tsdb;

import java.util.Arrays;

/**
 * What the end of a block's file says (docs/formats/blocks.md).
 *
 * @param bytes its length, which depends on the version
 * @param min time of the oldest sample, ms
 * @param max time of the newest sample, ms
 * @param until end of the block's range, exclusive, ms
 * @param samples those that aggregate rows were made of counted
 * @param resolution of the coarsest table, ms; 0 when there is none
 */
record BlockTrailer(int bytes, BlockIndex.Sections sections, long min, long max, long until, long samples, long resolution, AgeMark aging,
        int indexCrc) {
    static final int BYTES = 112;
    private static final int BYTES_OF_VERSION_1 = 88;
    private static final int TABLE_BYTES_OF_VERSION_1 = 40;

    /** Checks it. */
    static BlockTrailer read(Mapped file) {
        boolean old = file.size() >= BlockWriter.HEADER && file.intAt(8) == 1;
        int bytes = old ? BYTES_OF_VERSION_1 : BYTES;
        long at = file.size() - bytes;
        if (at < BlockWriter.HEADER || !Arrays.equals(file.copy(0, 8, 0), BlockWriter.MAGIC)
                || !Arrays.equals(file.copy(file.size() - 8, 8, 0), BlockWriter.END_MAGIC)) {
            throw new MalformedBytes("does not begin and end as a block of Plumbline");
        }
        if (file.crc(at, bytes - 12) != file.intAt(file.size() - 12)) {
            throw new MalformedBytes("checksum of the trailer does not fit");
        }
        int version = file.intAt(8);
        if (!old && file.intAt(at + 76) != (version < BlockWriter.VERSION_OF_BASES ? 0 : version)) {
            throw new MalformedBytes("version " + version + " in front is not that of the end");
        }
        var sections = new BlockIndex.Sections(file.longAt(at), file.longAt(at + 8), file.longAt(at + 16), file.longAt(at + 24),
                file.countAt(at + 64), file.countAt(at + 68), old ? TABLE_BYTES_OF_VERSION_1 : BlockIndexWriter.TABLE_BYTES);
        return new BlockTrailer(bytes, sections, file.longAt(at + 32), file.longAt(at + 40), file.longAt(at + 48), file.longAt(at + 56),
                old ? 0 : file.countAt(at + 72), old ? AgeMark.NONE : new AgeMark(file.longAt(at + 80), file.longAt(at + 88)),
                file.intAt(file.size() - 16));
    }
}
