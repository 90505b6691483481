package dev.plumbline.prometheusdata;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code meta.json} says of a block.
 *
 * @param minMillis time of the oldest sample at the earliest, ms since the epoch
 * @param maxMillis all samples are before
 * @param outOfOrder whether it was made of samples that came late
 * @param deletable whether compaction found nothing in it
 * @param parents names of the blocks that it was made of
 */
record BlockMeta(long minMillis, long maxMillis, boolean outOfOrder, boolean deletable, List<String> parents) {

    static BlockMeta parse(String json) {
        Map<?, ?> meta = MetaJson.object(json);
        if (!(meta.get("version") instanceof Long version) || version != 1) {
            throw new Damage("a block of version " + meta.get("version") + "; 1 is known");
        }
        if (!(meta.get("minTime") instanceof Long min) || !(meta.get("maxTime") instanceof Long max) || min > max) {
            throw new Damage("no time range of the block (minTime " + meta.get("minTime") + ", maxTime " + meta.get("maxTime") + ")");
        }
        Map<?, ?> compaction = meta.get("compaction") instanceof Map<?, ?> m ? m : Map.of();
        return new BlockMeta(min, max, list(compaction.get("hints")).contains("from-out-of-order"),
                Boolean.TRUE.equals(compaction.get("deletable")), parents(compaction));
    }

    private static List<String> parents(Map<?, ?> compaction) {
        var names = new ArrayList<String>();
        for (Object parent : list(compaction.get("parents"))) {
            if (parent instanceof Map<?, ?> m && m.get("ulid") instanceof String name) {
                names.add(name);
            }
        }
        return List.copyOf(names);
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }
}
