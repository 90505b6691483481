package dev.plumbline.daemon.api.remote;

import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.wire.ProtoReader;
import dev.plumbline.wire.Snappy;
import dev.plumbline.wire.WireException;
import java.util.ArrayList;
import java.util.List;

/**
 * A request of remote read.
 *
 * @param queries what is asked, each answered by itself
 * @param streamed whether the first form of answer that the client takes and we know is the stream of chunks
 */
record ReadRequest(List<Query> queries, boolean streamed) {
    private static final int MAX_BODY_BYTES = 32 << 20;
    private static final int MAX_QUERIES = 1_000;
    private static final int MAX_MATCHERS = 1_000;
    private static final int SAMPLES = 0;
    private static final int STREAMED_XOR_CHUNKS = 1;

    ReadRequest {
        queries = List.copyOf(queries);
    }

    /** A selector and the times to read, both ends included, in ms since the epoch. Hints are not needed. */
    record Query(long startMillis, long endMillis, List<LabelMatcher> matchers) {
        Query {
            matchers = List.copyOf(matchers);
        }
    }

    /**
     * Reads a body as it was sent.
     *
     * @param external labels that all of our series are said to have; a matcher that asks for one of them asks for all
     * @throws PlumblineException of kind USER when it is no such request
     */
    static ReadRequest of(byte[] body, Labels external) {
        long length = Snappy.uncompressedLength(body, 0, body.length);
        if (length > MAX_BODY_BYTES) {
            throw new WireException("snappy: decoded length " + length + " exceeds limit " + MAX_BODY_BYTES);
        }
        var decoded = new byte[(int) length];
        Snappy.decode(body, 0, body.length, decoded);
        return read(new ProtoReader().on(decoded, 0, decoded.length), external);
    }

    private static ReadRequest read(ProtoReader in, Labels external) {
        var queries = new ArrayList<Query>();
        var accepted = new ArrayList<Integer>();
        while (in.next()) {
            switch (in.field()) {
                case 1 -> {
                    bound(queries.size(), MAX_QUERIES, "queries");
                    queries.add(query(in, external));
                }
                case 2 -> types(in, accepted);
                default -> in.skip();
            }
        }
        for (int type : accepted) {
            if (type == SAMPLES || type == STREAMED_XOR_CHUNKS) {
                return new ReadRequest(queries, type == STREAMED_XOR_CHUNKS);
            }
        }
        if (!accepted.isEmpty()) {
            throw PlumblineException.user("server does not support any of the requested response types: " + accepted
                    + "; supported: 0 (SAMPLES), 1 (STREAMED_XOR_CHUNKS)");
        }
        return new ReadRequest(queries, false);
    }

    private static void types(ProtoReader in, List<Integer> accepted) {
        if (in.wireType() != ProtoReader.BYTES) {
            bound(accepted.size(), MAX_QUERIES, "response types");
            accepted.add(in.int32());
            return;
        }
        int outer = in.enter();
        while (in.more()) {
            bound(accepted.size(), MAX_QUERIES, "response types");
            accepted.add((int) in.packedVarint());
        }
        in.leave(outer);
    }

    private static Query query(ProtoReader in, Labels external) {
        int outer = in.enter();
        long start = 0;
        long end = 0;
        var matchers = new ArrayList<LabelMatcher>();
        while (in.next()) {
            switch (in.field()) {
                case 1 -> start = in.int64();
                case 2 -> end = in.int64();
                case 3 -> {
                    bound(matchers.size(), MAX_MATCHERS, "matchers of a query");
                    matchers.add(withoutExternal(matcher(in), external));
                }
                default -> in.skip();
            }
        }
        in.leave(outer);
        return new Query(start, end, matchers);
    }

    private static LabelMatcher matcher(ProtoReader in) {
        int outer = in.enter();
        int type = 0;
        String name = "";
        String value = "";
        while (in.next()) {
            switch (in.field()) {
                case 1 -> type = in.int32();
                case 2 -> name = in.string();
                case 3 -> value = in.string();
                default -> in.skip();
            }
        }
        in.leave(outer);
        return new LabelMatcher(switch (type) {
            case 0 -> LabelMatcher.Type.EQUAL;
            case 1 -> LabelMatcher.Type.NOT_EQUAL;
            case 2 -> LabelMatcher.Type.MATCH;
            case 3 -> LabelMatcher.Type.NOT_MATCH;
            default -> throw PlumblineException.user("invalid matcher type " + type + "; 0 to 3 are known");
        }, name, value);
    }

    /** External labels are not stored: what asks for one's value asks for its absence here. */
    private static LabelMatcher withoutExternal(LabelMatcher matcher, Labels external) {
        boolean asksForOurs = matcher.type() == LabelMatcher.Type.EQUAL && external.get(matcher.name()).equals(matcher.value());
        return asksForOurs ? LabelMatcher.equal(matcher.name(), "") : matcher;
    }

    private static void bound(int count, int max, String what) {
        if (count >= max) {
            throw PlumblineException.user("more than " + max + " " + what);
        }
    }
}
