package dev.plumbline.exposition;

import dev.plumbline.model.MetricMetadata;
import java.util.Map;

/**
 * Parses the bodies of one target in whatever format each comes, and remembers what the last one that was stored predicts.
 * When a target changes between text and protobuf, prediction begins anew: the sink may have given the numbers of series
 * away meanwhile. Not thread-safe, but {@link #metadata} may be called by any thread.
 */
public final class BodyParser {
    private final PredictedLines lines;
    private final ProtobufFamilies families;
    private volatile boolean protobuf;
    private boolean parsedProtobuf;

    /**
     * A parser for one target.
     *
     * @param seed spreads hash tables, so that no target can aim at collisions
     * @param alsoClassic whether the classic series of a histogram are wanted even when it is native
     */
    public BodyParser(long seed, boolean alsoClassic) {
        lines = new PredictedLines(seed);
        families = new ProtobufFamilies(alsoClassic);
    }

    /**
     * Parses a whole body; see {@link PredictedLines#parse} and {@link ProtobufFamilies#parse}.
     *
     * @throws ExpositionException when the body is not valid in this format
     * @throws dev.plumbline.wire.WireException when it is no protobuf
     */
    public void parse(byte[] bytes, int length, ExpositionFormat format, SeriesSink sink) {
        parsedProtobuf = format == ExpositionFormat.PROTOBUF;
        if (parsedProtobuf) {
            families.parse(bytes, length, sink);
        } else {
            lines.parse(bytes, length, format, sink);
        }
    }

    /** The last body was stored: it predicts the next one. */
    public void keep() {
        if (parsedProtobuf) {
            families.keep();
            lines.forget();
        } else {
            lines.keep();
            families.forget();
        }
        protobuf = parsedProtobuf;
    }

    /** The last body was not stored; prediction stays as it was before. */
    public void discard() {
        families.discard();
        lines.discard();
    }

    /** What the last stored body says about its metric families. */
    public Map<String, MetricMetadata> metadata() {
        return protobuf ? families.metadata() : lines.metadata();
    }
}
