package dev.plumbline.tsdb;

import dev.plumbline.model.PlumblineException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The folder of blocks: opens it, names new ones, publishes what there is and removes what is over. One thread at a time changes it. */
final class Blocks {
    private static final String SUFFIX = ".block";
    private static final int MOST_REPORTED = 1000;

    private final Store store;
    private final Disk disk;
    private final Path folder;
    private final Consumer<TsdbEvent> events;
    private final BaseFrames bases = new BaseFrames();
    private final Map<String, Boolean> reported = new ConcurrentHashMap<>();
    private long lastNumber;

    Blocks(Store store, Disk disk, Consumer<TsdbEvent> events) {
        this.store = store;
        this.disk = disk;
        this.events = events;
        folder = store.options.folder().resolve("blocks");
    }

    static long number(Path path) {
        String name = String.valueOf(path.getFileName());
        return Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
    }

    /** Opens all blocks; what is damaged or half is set aside. */
    void open() throws IOException {
        disk.createFolder(folder);
        var found = new ArrayList<Block>();
        for (String name : disk.list(folder)) {
            Path path = folder.resolve(name);
            if (name.endsWith(SUFFIX + ".tmp")) {
                disk.delete(path);
            } else if (name.matches("[0-9]{12,18}\\.block")) {
                lastNumber = Math.max(lastNumber, number(path));
                open(path, found);
            }
        }
        Set<Long> replaced = new HashSet<>();
        found.forEach(b -> replaced.addAll(b.sources()));
        for (Block block : found) {
            if (replaced.contains(block.number())) {
                disk.delete(block.path());
            }
        }
        found.removeIf(b -> replaced.contains(b.number()));
        publish(found);
        store.floor = found.stream().mapToLong(Block::until).max().orElse(Long.MIN_VALUE);
        found.forEach(b -> store.sawTime(b.max()));
    }

    private void open(Path path, List<Block> found) throws IOException {
        try {
            found.add(Block.open(disk, path, bases, this::damage));
        } catch (MalformedBytes e) {
            long size = disk.size(path);
            disk.rename(path, path.resolveSibling(path.getFileName() + ".corrupt"));
            store.counters.corruptions.increment();
            events.accept(new TsdbEvent.Corruption(path, size, e.text(), size));
        }
    }

    private void damage(String message) {
        if (reported.size() < MOST_REPORTED && reported.put(message, true) == null) {
            store.counters.corruptions.increment();
            events.accept(new TsdbEvent.Damaged(message));
        }
    }

    List<Block> all() {
        return store.view.blocks();
    }

    /** Where the next block goes. */
    Path next() {
        return folder.resolve(String.format("%012d%s", ++lastNumber, SUFFIX));
    }

    Disk disk() {
        return disk;
    }

    /** Opens a block that was just written. */
    Block written(Path path) throws IOException {
        try {
            return Block.open(disk, path, bases, this::damage);
        } catch (MalformedBytes e) {
            throw new IOException(path + " was written and cannot be read: " + e.text(), e);
        }
    }

    /** Lets readers see these instead of those before. The lock of transactions is held for writing, or nobody reads yet. */
    void publish(List<Block> blocks) {
        store.view = new View(blocks.stream().sorted(Comparator.comparingLong(Block::min)).toList());
    }

    /** Puts {@code more} in the place of {@code gone}, and removes those. */
    void replace(List<Block> gone, List<Block> more) {
        store.transactions.writeLock().lock();
        try {
            var rest = new ArrayList<>(all());
            rest.removeAll(gone);
            rest.addAll(more);
            publish(rest);
        } finally {
            store.transactions.writeLock().unlock();
        }
        for (Block block : gone) {
            try {
                disk.delete(block.path());
            } catch (IOException e) {
                events.accept(new TsdbEvent.SyncFailed(block.path(), String.valueOf(e.getMessage())));
            }
        }
    }

    /** Removes the blocks that end before a time, then the oldest until the rest fits. */
    void dropBefore(long time, long mostBytes) {
        var gone = new ArrayList<Block>();
        long bytes = all().stream().mapToLong(Block::bytes).sum();
        for (Block block : all()) {
            if (block.max() < time || bytes > mostBytes) {
                gone.add(block);
                bytes -= block.bytes();
            }
        }
        if (!gone.isEmpty()) {
            gone.forEach(b -> store.droppedBefore.accumulateAndGet(Math.max(b.until(), b.max() + 1), Math::max));
            replace(gone, List.of());
        }
    }

    /** A failure to write: data stays where it was. */
    void failed(Path path, IOException e) {
        store.counters.writeFailures.increment();
        events.accept(new TsdbEvent.WriteFailed(path, String.valueOf(e.getMessage())));
    }

    PlumblineException cannotRead(IOException e) {
        return PlumblineException.resource("cannot read " + folder + ": " + e.getMessage(), e);
    }
}
