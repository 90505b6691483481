package dev.plumbline.prometheusdata;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.stream.Stream;

/**
 * The files of the log in the order in which they were written: the newest checkpoint's, the segments behind it, then those of
 * the log of late samples.
 */
final class LogFiles {
    private static final String CHECKPOINT = "checkpoint.";
    private final Path root;
    private final Findings findings;
    private final List<Entry> entries = new ArrayList<>();

    private LogFiles(Path root, Findings findings) {
        this.root = root;
        this.findings = findings;
    }

    /**
     * A file.
     *
     * @param name relative to the data directory
     * @param late whether it has samples that came late
     * @param tail whether its log ends with it
     */
    record Entry(Path path, String name, boolean late, boolean tail) {}

    static List<Entry> list(Path root, Findings findings) throws IOException {
        var files = new LogFiles(root, findings);
        long checkpoint = files.checkpoint();
        files.add(root.resolve("wal"), false, n -> n > checkpoint);
        files.add(root.resolve("wbl"), true, n -> true);
        return List.copyOf(files.entries);
    }

    /** Adds the files of the newest checkpoint; the number of the last segment that it stands for, or −1. */
    private long checkpoint() throws IOException {
        long newest = -1;
        Path folder = root;
        for (Path path : sorted(root.resolve("wal"))) {
            String name = String.valueOf(path.getFileName());
            long number = name.startsWith(CHECKPOINT) ? number(name.substring(CHECKPOINT.length())) : -1;
            if (number > newest && Files.isDirectory(path)) {
                newest = number;
                folder = path;
            }
        }
        if (newest >= 0) {
            add(folder, false, n -> true);
        }
        return newest;
    }

    private void add(Path folder, boolean late, LongPredicate wanted) throws IOException {
        long before = -1;
        int first = entries.size();
        for (Path path : sorted(folder)) {
            long number = number(String.valueOf(path.getFileName()));
            if (number < 0 || !wanted.test(number) || !Files.isRegularFile(path)) {
                continue;
            }
            if (before >= 0 && number != before + 1) {
                findings.damaged(root.relativize(folder).toString(), -1, "no segment between " + before + " and " + number);
            }
            before = number;
            entries.add(new Entry(path, root.relativize(path).toString(), late, false));
        }
        if (entries.size() > first) {
            Entry last = entries.removeLast();
            entries.add(new Entry(last.path, last.name, late, true));
        }
    }

    private static List<Path> sorted(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.sorted().toList();
        }
    }

    private static long number(String name) {
        boolean digits = !name.isEmpty() && name.length() < 18 && name.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Long.parseLong(name) : -1;
    }
}
