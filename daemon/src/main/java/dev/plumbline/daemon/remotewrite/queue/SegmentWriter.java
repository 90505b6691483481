package dev.plumbline.daemon.remotewrite.queue;

import java.io.IOException;
import java.nio.file.Path;

/** The file of a segment that is being written, or of one whose end is being settled. Guarded by the queue's lock. */
final class SegmentWriter {
    private final long number;
    private final QueueFiles.Out out;
    private final byte[] small = new byte[8];
    private long end;
    private int series;
    private long seriesBytes;
    private long samples;
    private int unsettled;
    private boolean broken;

    private SegmentWriter(long number, QueueFiles.Out out, long end) {
        this.number = number;
        this.out = out;
        this.end = end;
    }

    static SegmentWriter create(QueueFiles files, Path folder, long number) throws IOException {
        QueueFiles.Out out = files.open(Format.file(folder, number));
        try {
            out.truncate(0);
            out.write(Format.header(), 0, Format.HEADER, 0);
        } catch (IOException e) {
            out.close();
            throw e;
        }
        return new SegmentWriter(number, out, Format.HEADER);
    }

    /** One that another process wrote, to be written on at {@code end}; what is behind it is cut away. */
    static SegmentWriter reopen(QueueFiles files, Path folder, SegmentEnd at) throws IOException {
        QueueFiles.Out out = files.open(Format.file(folder, at.segment()));
        out.truncate(at.end());
        var writer = new SegmentWriter(at.segment(), out, at.end());
        writer.series = at.series();
        writer.samples = at.samples();
        return writer;
    }

    long number() {
        return number;
    }

    long end() {
        return end;
    }

    long samples() {
        return samples;
    }

    /** Bytes of series and of everything else. */
    long seriesBytes() {
        return seriesBytes;
    }

    boolean isBroken() {
        return broken;
    }

    /** Takes the number of the next series. */
    int nextSeries(int bytes) {
        seriesBytes += bytes;
        return series++;
    }

    /** Appends records; when it throws, nothing of them is there, and nothing can be appended any more. */
    void append(RecordBuffer records, int count) throws IOException {
        try {
            out.write(records.array(), 0, records.length(), end);
            end += records.length();
            samples += count;
        } catch (IOException e) {
            broken = true; // series were numbered that are not there
            out.truncate(end);
            throw e;
        }
    }

    void state(long offset, byte state) throws IOException {
        small[0] = state;
        out.write(small, 0, 1, offset);
    }

    void prepared() {
        unsettled++;
    }

    void settled(int voidSamples) {
        unsettled--;
        samples -= voidSamples;
    }

    boolean isSettled() {
        return unsettled == 0;
    }

    void sync() throws IOException {
        out.sync();
    }

    /** Writes down what it holds; nothing is appended or settled any more. */
    void finish() throws IOException {
        Format.LONG.set(small, 0, samples);
        out.write(small, 0, 8, Format.COUNT_AT);
    }

    /** Makes it durable and lets go of the file. */
    void close() throws IOException {
        try (out) {
            out.sync();
        }
    }
}
