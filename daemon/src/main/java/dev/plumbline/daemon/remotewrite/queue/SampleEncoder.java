package dev.plumbline.daemon.remotewrite.queue;

import dev.plumbline.model.Exemplar;
import dev.plumbline.model.Histogram;
import dev.plumbline.model.Labels;
import dev.plumbline.storage.WrittenSamples;
import dev.plumbline.wire.ProtoWriter;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Makes records of samples for the segment that is being written, and knows the numbers of its series: those of rows by
 * marks, which cost an array look-up, those of transactions by a map that is emptied with each segment. Guarded by the queue's lock.
 */
final class SampleEncoder {
    private static final int MAX_SAMPLES = 4096;
    private static final int MAX_RECORD = 4 << 20;
    private static final int REF_BITS = 32;
    private final RecordBuffer buffer = new RecordBuffer();
    private final HistogramBytes histograms = new HistogramBytes();
    private final Map<Labels, Integer> known = new HashMap<>();
    private int[] refs = new int[0];
    private long[] offsets = new long[4];
    private int records;
    private int floats;
    private int histogramCount;
    private long highest;

    /** The records made last. */
    RecordBuffer buffer() {
        return buffer;
    }

    /** Where they begin in the buffer. */
    long[] offsets() {
        return Arrays.copyOf(offsets, records);
    }

    int floats() {
        return floats;
    }

    int histograms() {
        return histogramCount;
    }

    /** The newest time among the samples made last. */
    long highest() {
        return highest;
    }

    /** A new segment knows no series. */
    void segment() {
        known.clear();
    }

    /** Makes records of all samples but those left out. */
    void encode(WrittenSamples samples, BitSet leftOut, SegmentWriter to, byte state) {
        start();
        if (refs.length < samples.size()) {
            refs = new int[samples.size() * 3 / 2];
        }
        int i = leftOut.nextClearBit(0);
        while (i < samples.size()) {
            i = record(samples, leftOut, i, to, state);
        }
    }

    private void start() {
        buffer.clear();
        records = 0;
        floats = 0;
        histogramCount = 0;
        highest = Long.MIN_VALUE;
    }

    /** One record from a sample on; the first sample that is not in it. */
    private int record(WrittenSamples samples, BitSet leftOut, int from, SegmentWriter to, byte state) {
        begin(state);
        int end = from;
        int count = 0;
        for (; end < samples.size() && count < MAX_SAMPLES; end = leftOut.nextClearBit(end + 1)) {
            refs[end] = ref(samples, end, to);
            count++;
        }
        int i = from;
        while (i < end && buffer.size() < MAX_RECORD) {
            i = run(samples, leftOut, i, end);
        }
        buffer.end();
        return i;
    }

    private void begin(byte state) {
        if (records == offsets.length) {
            offsets = Arrays.copyOf(offsets, records * 2);
        }
        offsets[records++] = buffer.begin(state);
    }

    /** An entry of the samples of one time, one after the other. */
    private int run(WrittenSamples samples, BitSet leftOut, int from, int end) {
        long time = samples.time(from);
        int count = 0;
        int to = from;
        long bytes = 0;
        while (to < end && samples.time(to) == time && bytes < MAX_RECORD) {
            Histogram histogram = samples.histogram(to);
            bytes += histogram == null ? 0 : histogram.bytes();
            count++;
            to = leftOut.nextClearBit(to + 1);
        }
        buffer.samples(time, count);
        highest = Math.max(highest, time);
        for (int i = from; i < to; i = leftOut.nextClearBit(i + 1)) {
            sample(samples, i);
        }
        return to;
    }

    private void sample(WrittenSamples samples, int i) {
        long age = samples.start(i) == 0 ? 0 : samples.time(i) - samples.start(i);
        Histogram histogram = samples.histogram(i);
        if (histogram == null) {
            floats++;
            buffer.sample(refs[i], age, samples.value(i));
        } else {
            histogramCount++;
            ProtoWriter bytes = histograms.of(histogram);
            buffer.sample(refs[i], age, bytes.array(), 0, bytes.length());
        }
    }

    private int ref(WrittenSamples samples, int i, SegmentWriter to) {
        if (!samples.keepsPlaces()) {
            return ref(samples.labels(i), to);
        }
        long mark = samples.mark(i);
        if (mark >>> REF_BITS == to.number()) {
            return (int) mark;
        }
        int ref = define(samples.labels(i), to);
        samples.mark(i, to.number() << REF_BITS | ref);
        return ref;
    }

    private int ref(Labels labels, SegmentWriter to) {
        Integer ref = known.get(labels);
        if (ref == null) {
            ref = define(labels, to);
            known.put(labels, ref);
        }
        return ref;
    }

    private int define(Labels labels, SegmentWriter to) {
        int before = buffer.length();
        buffer.series(labels);
        return to.nextSeries(buffer.length() - before);
    }

    /** Makes the record of an exemplar. */
    void encode(Labels series, Exemplar exemplar, SegmentWriter to) {
        start();
        begin(Format.KEPT);
        int ref = ref(series, to);
        buffer.exemplar(ref, exemplar);
        buffer.end();
    }
}
