package dev.plumbline.daemon.api.remote;

import dev.plumbline.model.Histogram;
import dev.plumbline.prometheuschunk.FloatHistogramChunk;
import dev.plumbline.prometheuschunk.XorChunk;
import dev.plumbline.storage.Samples;
import dev.plumbline.wire.ProtoWriter;

/** Cuts the samples of one series into chunks, as the messages that stream them. Not thread-safe. */
final class SeriesChunks {
    private static final int SAMPLES_PER_CHUNK = 120;
    private static final int XOR = 1;
    private static final int FLOAT_HISTOGRAM = 3;
    private final Samples samples;
    private int at;

    SeriesChunks(Samples samples) {
        this.samples = samples;
        at = samples.from();
    }

    boolean hasMore() {
        return at < samples.to();
    }

    /** Writes the next chunk as field 2 of a series. */
    void next(ProtoWriter out) {
        long first = samples.times()[at];
        boolean floats = samples.histogram(at) == null;
        byte[] data = floats ? floats() : histograms();
        int mark = out.begin(2);
        out.int64(1, first).int64(2, samples.times()[at - 1]).int64(3, floats ? XOR : FLOAT_HISTOGRAM)
                .bytes(4, data, 0, data.length).end(mark);
    }

    private byte[] floats() {
        var chunk = new XorChunk();
        while (at < samples.to() && chunk.count() < SAMPLES_PER_CHUNK && samples.histogram(at) == null) {
            chunk.add(samples.times()[at], samples.values()[at]);
            at++;
        }
        return chunk.toBytes();
    }

    private byte[] histograms() {
        var chunk = new FloatHistogramChunk();
        while (at < samples.to() && chunk.count() < SAMPLES_PER_CHUNK) {
            Histogram histogram = samples.histogram(at);
            if (histogram == null || !chunk.takes(histogram)) {
                break;
            }
            chunk.add(samples.times()[at], histogram);
            at++;
        }
        return chunk.toBytes();
    }
}
