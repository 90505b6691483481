package dev.plumbline.tsdb;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Plans the ranges of blocks: where the head is cut, and which blocks become one.
 */
final class Compaction {
    private static final int GROWTH = 3;
    private static final int LEVELS = 5;
    /** With so many blocks in its range, late samples are merged for their own sake. */
    private static final int MANY = 5;

    private final Blocks blocks;
    private final BlockRewrite rewrite;
    private final long[] ranges;

    Compaction(Store store, Blocks blocks, BlockRewrite rewrite) {
        this.blocks = blocks;
        this.rewrite = rewrite;
        long range = store.options.blockRange().toMillis();
        long most = Math.max(range, store.options.retention().toMillis() / 10);
        var all = new ArrayList<Long>();
        for (int level = 0; level < LEVELS && range <= most; level++, range *= GROWTH) {
            all.add(range);
        }
        ranges = all.stream().mapToLong(Long::longValue).toArray();
    }

    /**
     * The end of the range that memory is to be cut at, or {@code Long.MIN_VALUE} when it is too early.
     *
     * @param oldest time of the oldest sample in memory
     * @param newest time of the newest one
     */
    long nextCut(long oldest, long newest) {
        long start = Math.floorDiv(oldest, ranges[0]) * ranges[0];
        long end = Long.MIN_VALUE;
        for (long range : ranges) {
            if (Math.floorMod(start, range) == 0 && start + range + ranges[0] / 2 <= newest) {
                end = start + range;
            }
        }
        return end;
    }

    /** The time that the newest sample must have for a cut, when the oldest in memory is this old. */
    long due(long oldest) {
        return oldest == Long.MAX_VALUE ? Long.MAX_VALUE : Math.floorDiv(oldest, ranges[0]) * ranges[0] + ranges[0] + ranges[0] / 2;
    }

    /** Merges until no range is left to merge; answers how many blocks were made. */
    int run() {
        int made = 0;
        for (List<Block> some = plan(); !some.isEmpty() && rewrite.run(some, BlockRewrite.Order.KEEP_ALL); some = plan()) {
            made++;
        }
        return made;
    }

    /** The blocks of the smallest complete range that has more than one, or many; none when there is no such range. */
    private List<Block> plan() {
        List<Block> all = blocks.all();
        long end = all.stream().mapToLong(Block::until).max().orElse(Long.MIN_VALUE);
        for (int level = 0; level < ranges.length; level++) {
            long range = ranges[level];
            var byStart = new TreeMap<Long, List<Block>>();
            for (Block b : all) {
                long start = Math.floorDiv(b.min(), range) * range;
                if (b.until() <= start + range && start + range <= end) {
                    byStart.computeIfAbsent(start, s -> new ArrayList<>()).add(b);
                }
            }
            for (List<Block> some : byStart.values()) {
                if (some.size() >= MANY || some.size() > 1 && level > 0 && some.stream().filter(b -> !b.isLate()).count() > 1) {
                    return some;
                }
            }
        }
        return List.of();
    }
}
