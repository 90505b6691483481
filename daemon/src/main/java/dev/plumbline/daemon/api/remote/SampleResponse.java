package dev.plumbline.daemon.api.remote;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Labels;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.storage.Queryable;
import dev.plumbline.storage.Samples;
import dev.plumbline.storage.Series;
import dev.plumbline.wire.ProtoWriter;
import dev.plumbline.wire.Snappy;

/** Remote read's answer of type SAMPLES: everything in one message, so that it has bounds. Used once. */
final class SampleResponse {
    private final Labels external;
    private final long maxSamples;
    private final int maxBytes;
    private final ProtoWriter out = new ProtoWriter(64 << 10);

    /**
     * @param maxSamples most samples of one query
     * @param maxBytes most bytes of the message before it is compressed
     */
    SampleResponse(Labels external, long maxSamples, int maxBytes) {
        this.external = external;
        this.maxSamples = maxSamples;
        this.maxBytes = maxBytes;
    }

    /**
     * The compressed message.
     *
     * @throws PlumblineException of kind USER when it would be too large
     */
    byte[] of(ReadRequest request, Queryable store) {
        for (ReadRequest.Query query : request.queries()) {
            int result = out.begin(1);
            try (var querier = store.querier(query.startMillis(), query.endMillis())) {
                long samples = 0;
                for (Series series : querier.select(query.matchers())) {
                    samples += series(series, series.samples(query.startMillis(), query.endMillis()));
                    check(samples);
                }
            }
            out.end(result);
        }
        return Snappy.encode(out.array(), 0, out.length());
    }

    private int series(Series series, Samples samples) {
        if (samples.isEmpty()) {
            return 0;
        }
        check(samples.size());
        int mark = out.begin(1);
        SeriesMessages.labels(out, SeriesMessages.merged(series.labels(), external));
        for (int i = samples.from(); i < samples.to(); i++) {
            Histogram histogram = samples.histogram(i);
            if (histogram == null) {
                SeriesMessages.sample(out, samples.times()[i], samples.values()[i]);
            } else {
                SeriesMessages.histogram(out, samples.times()[i], histogram);
            }
            if (out.length() > maxBytes) {
                throw PlumblineException.user("exceeded " + maxBytes + " bytes of an answer of type SAMPLES; ask for"
                        + " STREAMED_XOR_CHUNKS, fewer series or a shorter time");
            }
        }
        out.end(mark);
        return samples.size();
    }

    private void check(long samples) {
        if (samples > maxSamples) {
            throw PlumblineException.user("exceeded sample limit (" + maxSamples + ")");
        }
    }
}
