package dev.plumbline.daemon.remotewrite;

import dev.plumbline.wire.ProtoReader;
import dev.plumbline.wire.Snappy;
import java.util.ArrayList;
import java.util.List;

/** Reads requests of version 1.0 as plainly as possible. */
final class Decoded {
    private Decoded() {}

    /** The values of the samples, as integers. */
    static List<Integer> indices(byte[] body) {
        var bytes = new byte[(int) Snappy.uncompressedLength(body, 0, body.length)];
        Snappy.decode(body, 0, body.length, bytes);
        var values = new ArrayList<Integer>();
        var in = new ProtoReader().on(bytes, 0, bytes.length);
        while (in.next()) {
            int series = in.enter();
            while (in.next()) {
                if (in.field() == 2) {
                    int sample = in.enter();
                    while (in.next()) {
                        if (in.field() == 1) {
                            values.add((int) in.float64());
                        }
                    }
                    in.leave(sample);
                }
            }
            in.leave(series);
        }
        return values;
    }
}
