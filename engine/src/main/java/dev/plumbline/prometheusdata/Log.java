package dev.plumbline.prometheusdata;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Labels;
import dev.plumbline.prometheusdata.MinuteCounts.Range;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Prometheus's log as a source of what is newer than the blocks. It is read once for its series, deletions and how many
 * samples each minute has, then once more for each range, of the files that have samples of the range: so a bounded number
 * of samples is held. What came late and is older than the blocks' end is held from the first time on. Not thread-safe.
 */
final class Log {
    /** Most samples that came late, and are older than the blocks' end, that are held. */
    private static final int MOST_LATE = 1 << 23;
    private final Path root;
    private final List<LogFiles.Entry> files;
    private final long sizeAtFirst;
    private final long[] mins;
    private final long[] maxes;
    private final LogSeries series = new LogSeries();
    private final LogColumns late = new LogColumns(series);
    private final MinuteCounts lateMinutes = new MinuteCounts();
    private final MinuteCounts minutes = new MinuteCounts();
    private final long floor;
    private final LogFile reader;
    private final LogFile again = new LogFile(new Findings()); // what it finds is known since the first time
    private final Findings findings;
    private int lateSamples;
    private int[] order = {};

    /** @param floor the blocks' end, ms since the epoch: what the log has of earlier times is in the blocks, but for what came late */
    Log(Path root, long floor, Findings findings) throws IOException {
        this.root = root;
        this.files = LogFiles.list(root, findings);
        this.sizeAtFirst = size(files);
        this.mins = new long[files.size()];
        this.maxes = new long[files.size()];
        this.floor = floor;
        this.findings = findings;
        this.reader = new LogFile(findings);
    }

    /** Reads all of it once. */
    void scan() {
        for (int i = 0; i < files.size(); i++) {
            mins[i] = Long.MAX_VALUE;
            maxes[i] = Long.MIN_VALUE;
            read(reader, i, new Scan(i));
            findings.segment();
        }
        order = series.ordered();
    }

    /** Whether the files are no longer those that were read the first time. */
    boolean grew() {
        try {
            List<LogFiles.Entry> now = LogFiles.list(root, new Findings());
            return !now.equals(files) || size(now) != sizeAtFirst;
        } catch (IOException e) {
            return true;
        }
    }

    private static long size(List<LogFiles.Entry> entries) throws IOException {
        long size = 0;
        for (LogFiles.Entry entry : entries) {
            size += Files.size(entry.path());
        }
        return size;
    }

    private void read(LogFile reader, int file, LogVisitor visitor) {
        LogFiles.Entry entry = files.get(file);
        var records = new LogRecords(visitor);
        try {
            reader.read(entry.path(), entry.name(), entry.tail(), (bytes, length, offset) -> records.read(bytes, length));
        } catch (NoSuchFileException e) {
            findings.damaged(entry.name(), -1, "it went away while it was being read");
        } catch (IOException e) {
            findings.damaged(entry.name(), -1, String.valueOf(e.getMessage()));
        }
    }

    /** Ranges from the blocks' end on, ascending; see {@link ImportOptions}. */
    List<Range> ranges(ImportOptions options) {
        return clipped(minutes.ranges(options.maxLogSamples(), options.maxRangeMillis()), floor, Long.MAX_VALUE);
    }

    /** Ranges before the blocks' end in which there is something that came late. */
    List<Range> lateRanges(ImportOptions options) {
        return clipped(lateMinutes.ranges(options.maxLogSamples(), options.maxRangeMillis()), Long.MIN_VALUE, floor);
    }

    private static List<Range> clipped(List<Range> ranges, long from, long to) {
        var clipped = new ArrayList<Range>();
        for (Range range : ranges) {
            if (range.min() < to && range.max() > from) {
                clipped.add(new Range(Math.max(from, range.min()), Math.min(to, range.max())));
            }
        }
        return clipped;
    }

    /** What came late of {@code [from, to)}, which is before the blocks' end. */
    SeriesSource late(long from, long to) {
        return late.source(order, from, to, findings);
    }

    /** All of {@code [from, to)}, which begins at the blocks' end or later. */
    SeriesSource series(long from, long to) {
        var columns = new LogColumns(series);
        for (int i = 0; i < files.size(); i++) {
            if (mins[i] < to && maxes[i] >= from) {
                read(again, i, new Collect(columns, from, to));
            }
        }
        return columns.source(order, from, to, findings);
    }

    /** The first time. */
    private final class Scan implements LogVisitor {
        private final int file;
        private final boolean isLate;

        Scan(int file) {
            this.file = file;
            this.isLate = files.get(file).late();
        }

        @Override
        public void series(long ref, Labels labels) {
            series.add(ref, labels);
        }

        @Override
        public void sample(long ref, long start, long time, double value) {
            int number = wanted(ref, time, 1);
            if (number >= 0) {
                late.of(number).add(start, time, value);
            }
        }

        @Override
        public void histogram(long ref, long start, long time, Histogram histogram) {
            int number = wanted(ref, time, histogram.bytes() / 16);
            if (number >= 0) {
                late.of(number).add(start, time, histogram);
            }
        }

        /** The series' number when the sample is to be held from now on. */
        private int wanted(long ref, long time, long weight) {
            int number = series.number(ref);
            if (number == LogSeries.UNKNOWN) {
                findings.left("samples of the log whose series it does not name (they were dropped, or the record is damaged)", 1);
            } else if (time >= floor) {
                minutes.add(time, weight);
                mins[file] = Math.min(mins[file], time);
                maxes[file] = Math.max(maxes[file], time);
            } else if (!isLate) {
                findings.left("samples of the log that the blocks have", 1);
            } else if (lateSamples >= MOST_LATE) {
                findings.left("late samples beyond the first " + MOST_LATE, 1);
            } else {
                lateSamples++;
                lateMinutes.add(time, weight);
                return number;
            }
            return LogSeries.UNKNOWN;
        }

        @Override
        public void tombstone(long ref, long min, long max) {
            int number = series.number(ref);
            if (number != LogSeries.UNKNOWN) {
                series.delete(number, min, max);
            }
        }

        @Override
        public void other(String what, long count) {
            findings.left(what, count);
        }
    }

    /** Each further time. */
    private final class Collect implements LogVisitor {
        private final LogColumns into;
        private final long from;
        private final long to;

        Collect(LogColumns into, long from, long to) {
            this.into = into;
            this.from = from;
            this.to = to;
        }

        @Override
        public void series(long ref, Labels labels) {
            // Known since the first time.
        }

        @Override
        public void sample(long ref, long start, long time, double value) {
            int number = time >= from && time < to ? series.number(ref) : LogSeries.UNKNOWN;
            if (number != LogSeries.UNKNOWN) {
                into.of(number).add(start, time, value);
            }
        }

        @Override
        public void histogram(long ref, long start, long time, Histogram histogram) {
            int number = time >= from && time < to ? series.number(ref) : LogSeries.UNKNOWN;
            if (number != LogSeries.UNKNOWN) {
                into.of(number).add(start, time, histogram);
            }
        }

        @Override
        public void tombstone(long ref, long min, long max) {
            // Known since the first time.
        }

        @Override
        public void other(String what, long count) {
            // Counted the first time.
        }
    }
}
