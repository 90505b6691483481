package dev.plumbline.tsdb;

import dev.plumbline.model.PlumblineException;
import java.util.List;

/** Takes what was deleted out of the blocks: those that have some of it are written anew, one by one. One thread at a time. */
final class Cleaning {
    private final Store store;
    private final Blocks blocks;
    private final BlockRewrite rewrite;

    Cleaning(Store store, Blocks blocks, BlockRewrite rewrite) {
        this.store = store;
        this.blocks = blocks;
        this.rewrite = rewrite;
    }

    /** Cleans all blocks, and forgets the deletions in them, unless there were more meanwhile. */
    void run() {
        long before = additions();
        for (Block block : blocks.all()) {
            if (hasDeleted(block) && !rewrite.run(List.of(block), new BlockRewrite.Order((b, id) -> 0, block.aging()))) {
                throw PlumblineException.resource(block.path() + " cannot be written anew without what was deleted; make room and ask again", null);
            }
        }
        store.transactions.writeLock().lock();
        try {
            if (store.tombstones.additions() == before) {
                store.tombstones.cutBefore(Math.min(store.oldestInMemory(), store.late.oldest()));
            }
        } finally {
            store.transactions.writeLock().unlock();
        }
    }

    private long additions() {
        store.transactions.readLock().lock();
        try {
            return store.tombstones.additions();
        } finally {
            store.transactions.readLock().unlock();
        }
    }

    private boolean hasDeleted(Block block) {
        if (!store.tombstones.meet(block.min(), block.max())) {
            return false;
        }
        BlockTable[] tables = block.tables();
        for (int id = 0; id < block.seriesCount(); id++) {
            List<Tombstones.Range> ranges = store.tombstones.of(block.labels(id));
            for (BlockIndex.Place place : ranges.isEmpty() ? List.<BlockIndex.Place>of() : block.places(id)) {
                if (ranges.stream().anyMatch(r -> tables[place.table()].meets(place.firstRow(), place.lastRow(), new Snapshot.Span(r.min(), r.max())))) {
                    return true;
                }
            }
        }
        return false;
    }
}
