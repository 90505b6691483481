package dev.plumbline.tsdb;

import java.time.Duration;
import java.util.BitSet;
import java.util.List;

/**
 * Applies the rules of retention to blocks: one that has something that is over or too fine is written anew (docs/formats/blocks.md, "Retention
 * by rule"). Looks at few blocks and writes one at most each time, the oldest first. What a block knows of its ageing spares looking
 * into it. One thread at a time.
 */
final class Ageing {
    private static final int MOST_LOOKED_AT = 16;
    /** After a failure to write nothing is tried for so long. */
    private static final long PAUSE_MILLIS = 600_000;

    private final Store store;
    private final Blocks blocks;
    private final BlockRewrite rewrite;
    private long pausedUntil = Long.MIN_VALUE;

    Ageing(Store store, Blocks blocks, BlockRewrite rewrite) {
        this.store = store;
        this.blocks = blocks;
        this.rewrite = rewrite;
    }

    /** Does one step; answers whether it may have more to do at once. */
    boolean run(long newest) {
        RetentionRules rules = store.rules;
        if (rules.isEmpty() || newest < pausedUntil) {
            return false;
        }
        Duration otherwise = store.retention;
        List<RetentionRule> complete = rules.complete(otherwise);
        long number = rules.number(otherwise);
        int looks = 0;
        for (Block block : blocks.all()) {
            if (block.aging().rules() != number) {
                if (++looks > MOST_LOOKED_AT) {
                    return true;
                }
                block.aging(new AgeMark(number, look(block, complete, newest)));
            }
            if (newest > block.aging().dueMillis()) {
                boolean done = write(block, complete, new AgeMark(number, newest));
                pausedUntil = done ? Long.MIN_VALUE : newest + PAUSE_MILLIS;
                return done;
            }
        }
        return false;
    }

    /** When the block is due; {@code Long.MIN_VALUE} when something in it is over or too fine already. */
    private static long look(Block block, List<RetentionRule> rules, long newest) {
        long age = newest - block.max();
        List<BitSet> governed = RetentionRules.governed(block, rules);
        long next = Long.MAX_VALUE;
        for (int r = 0; r < rules.size(); r++) {
            BitSet series = governed.get(r);
            long resolution = rules.get(r).resolution(age);
            if (!series.isEmpty() && (resolution == RetentionRule.GONE || resolution > 0 && isTooFine(block, series, resolution))) {
                return Long.MIN_VALUE;
            }
            next = series.isEmpty() ? next : Math.min(next, rules.get(r).nextAge(age));
        }
        return next == Long.MAX_VALUE ? next : block.max() + next;
    }

    private static boolean isTooFine(Block block, BitSet series, long resolution) {
        BlockTable[] tables = block.tables();
        for (int id = series.nextSetBit(0); id >= 0; id = series.nextSetBit(id + 1)) {
            for (BlockIndex.Place place : block.places(id)) {
                if (tables[place.table()].resolution() < resolution) {
                    return true;
                }
            }
        }
        return false;
    }

    /** @param now the rules' number, and the newest sample's time */
    private boolean write(Block block, List<RetentionRule> rules, AgeMark now) {
        long age = now.dueMillis() - block.max();
        List<BitSet> governed = RetentionRules.governed(block, rules);
        var fates = new long[block.seriesCount()];
        long next = Long.MAX_VALUE;
        for (int r = 0; r < rules.size(); r++) {
            BitSet series = governed.get(r);
            long resolution = rules.get(r).resolution(age);
            series.stream().forEach(id -> fates[id] = resolution);
            next = series.isEmpty() || resolution == RetentionRule.GONE ? next : Math.min(next, rules.get(r).nextAge(age));
        }
        var aging = new AgeMark(now.rules(), next == Long.MAX_VALUE ? next : block.max() + next);
        boolean done = rewrite.run(List.of(block), new BlockRewrite.Order((b, id) -> fates[id], aging));
        store.changes.incrementAndGet(); // answers from before may not be put together with those from now on
        return done;
    }
}
