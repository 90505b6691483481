package dev.plumbline.tsdb;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of the log that a start reads, in order: the newest checkpoint, then the segments behind it.
 *
 * @param checkpoint its number, 0 when there is none
 * @param segments of which the first is read first
 * @param over what a crash left: half checkpoints, older ones, and segments that the checkpoint stands for
 */
record LogFiles(long checkpoint, List<Path> segments, List<Path> over) {
    private static final String HALF = ".tmp";

    static LogFiles in(Path folder, Disk disk) throws IOException {
        List<String> names = disk.list(folder).stream().sorted().toList();
        long checkpoint = 0;
        for (String name : names) {
            if (isCheckpoint(name)) {
                checkpoint = Math.max(checkpoint, number(name));
            }
        }
        var segments = new ArrayList<Path>();
        var over = new ArrayList<Path>();
        for (String name : names) {
            boolean segment = isSegment(name);
            if (name.endsWith(HALF) || segment && number(name) <= checkpoint || isCheckpoint(name) && number(name) < checkpoint) {
                over.add(folder.resolve(name));
            } else if (segment) {
                segments.add(folder.resolve(name));
            }
        }
        return new LogFiles(checkpoint, List.copyOf(segments), List.copyOf(over));
    }

    static boolean isSegment(String name) {
        return name.matches("[0-9]{8,18}\\.wal");
    }

    static boolean isCheckpoint(String name) {
        return name.matches("[0-9]{8,18}\\.frames");
    }

    static long number(Path file) {
        return number(String.valueOf(file.getFileName()));
    }

    private static long number(String name) {
        return Long.parseLong(name.substring(0, name.indexOf('.')));
    }
}
