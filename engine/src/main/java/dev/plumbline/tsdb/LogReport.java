package dev.plumbline.tsdb;

import dev.plumbline.model.PlumblineException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether every record of a file of the log is as it was written. Reads all of it, a record at a time, and changes nothing.
 *
 * @param file its name
 * @param bytes of the file
 * @param records that are whole
 * @param unfinished bytes behind the last whole record of the newest segment: a commit that was under way, and was not acknowledged
 * @param problems damage; empty when there is none
 */
public record LogReport(String file, long bytes, long records, long unfinished, List<String> problems) {
    public LogReport {
        problems = List.copyOf(problems);
    }

    /**
     * The checkpoint and the segments of a data directory, in the order of their names. A daemon may run on it meanwhile.
     *
     * @throws PlumblineException of kind RESOURCE when the folder cannot be read
     */
    public static List<LogReport> of(Path data, Disk disk) {
        Path folder = data.resolve("wal");
        var reports = new ArrayList<LogReport>();
        try {
            List<String> names = disk.list(folder).stream().filter(n -> LogFiles.isSegment(n) || LogFiles.isCheckpoint(n)).toList();
            String newest = names.stream().filter(LogFiles::isSegment).reduce("", (a, b) -> b);
            for (String name : names) {
                reports.add(read(folder.resolve(name), disk, name.equals(newest)));
            }
        } catch (IOException e) {
            throw PlumblineException.resource("cannot read " + folder + ": " + e.getMessage() + ". Name a data directory of Plumbline", e);
        }
        return reports;
    }

    private static LogReport read(Path path, Disk disk, boolean newest) throws IOException {
        long size = disk.size(path);
        long records = 0;
        long unfinished = 0;
        var problems = new ArrayList<String>();
        try (InputStream in = new BufferedInputStream(disk.read(path), 1 << 20)) {
            var log = new LogReader(in, size);
            try {
                int version = log.version();
                if (LogReader.knows(version)) {
                    while (log.next()) {
                        records++;
                    }
                } else {
                    problems.add(path + " is damaged at byte 8: format version " + version + "; this program reads " + Wal.OLDEST_VERSION
                            + " to " + Wal.VERSION);
                }
            } catch (MalformedBytes e) {
                if (newest && log.isTorn()) {
                    unfinished = size - log.end();
                } else {
                    problems.add(path + " is damaged at byte " + log.end() + ": " + e.text());
                }
            }
        }
        return new LogReport(String.valueOf(path.getFileName()), size, records, unfinished, problems);
    }
}
