package dev.plumbline.tsdb;

import java.util.List;

/**
 * A block that a store serves, as its file's trailer describes it.
 *
 * @param number in its file's name; later ones are higher
 * @param minMillis time of the oldest sample
 * @param maxMillis time of the newest one
 * @param bytes of its file
 * @param sources numbers of the blocks that it took the place of; none when it was written from memory
 */
public record StoredBlock(long number, long minMillis, long maxMillis, long samples, int series, long bytes, List<Long> sources) {
    public StoredBlock {
        sources = List.copyOf(sources);
    }

    static StoredBlock of(Block block) {
        return new StoredBlock(block.number(), block.min(), block.max(), block.samples(), block.seriesCount(), block.bytes(), block.sources());
    }
}
