package dev.plumbline.daemon.upstream;

import dev.plumbline.promql.Elsewhere;
import dev.plumbline.promql.QueryException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** An answer's bytes: counted, bounded, and charged to the query that waits for them. */
final class BoundedStream extends FilterInputStream {
    private final Elsewhere.Allowance allowance;
    private final long limit;
    private long read;

    BoundedStream(InputStream in, long limit, Elsewhere.Allowance allowance) {
        super(in);
        this.limit = limit;
        this.allowance = allowance;
    }

    long bytesRead() {
        return read;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        allowance.check();
        int n = super.read(bytes, offset, length);
        if (n > 0) {
            read += n;
            if (read > limit) {
                throw new QueryException(QueryException.Type.EXECUTION, "upstream: the answer is longer than " + limit
                        + " bytes (upstream.max_response_bytes); select fewer series or a shorter range, or raise it");
            }
            allowance.hold(n); // a point's text is longer than the point
        }
        return n;
    }
}
