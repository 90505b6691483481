package dev.plumbline.tsdb;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Histogram.CounterReset;
import dev.plumbline.model.HistogramMath;
import dev.plumbline.storage.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Late samples of one series as bytes: how many, their times, their tokens (docs/formats/wal.md, "late samples"). */
final class LateCoder {
    private LateCoder() {}

    /** Appends samples, as a rule in order of time. {@code tokens} is scratch memory. */
    static void write(List<LateSeries.Sample> samples, Bytes tokens, Bytes out) {
        out.varint(samples.size());
        long before = 0;
        for (LateSeries.Sample s : samples) {
            out.zigzag(s.time() - before);
            before = s.time();
        }
        tokens.length = 0;
        var state = new Tokens();
        var body = new Bytes(64);
        for (LateSeries.Sample s : samples) {
            token(s, state, body, tokens);
        }
        out.varint(tokens.length);
        out.bytes(tokens.array, 0, tokens.length);
    }

    /** Each histogram stands alone: what comes before it here need not be what comes before it in the series. */
    private static void token(LateSeries.Sample s, Tokens state, Bytes body, Bytes out) {
        Tokens.writePrefix(s.start() - state.start, s.histogram(), null, body, out);
        state.start = s.start();
        out.ensure(Tokens.MAX_BYTES);
        int at = out.length;
        out.length = Tokens.write(s.value(), state.mantissa, state.decimals, true, out.array, at);
        state.bytes = out.array;
        state.pos = at;
        state.end = out.length;
        state.next();
    }

    /**
     * Reads what {@link #write} has written, up to its end.
     *
     * @throws MalformedBytes when it is not that; some samples may have been told by then
     */
    static void read(Tokens in, Consumer<LateSeries.Sample> told) {
        long count = in.varint();
        if (count < 1 || count > in.end - in.pos) {
            throw new MalformedBytes("entry of " + count + " late samples");
        }
        var times = new long[(int) count];
        long time = 0;
        for (int i = 0; i < times.length; i++) {
            time += Bytes.unzig(in.varint());
            times[i] = time;
        }
        long length = in.varint();
        if (length < 0 || length > in.end - in.pos) {
            throw new MalformedBytes("late samples of " + length + " bytes");
        }
        var tokens = new Tokens().on(in.bytes, in.pos, in.pos + (int) length);
        in.pos += (int) length;
        for (long at : times) {
            tokens.next();
            if (tokens.kind == Tokens.ABSENT) {
                throw new MalformedBytes("late sample without a value");
            }
            told.accept(new LateSeries.Sample(at, tokens.value, tokens.start, histogram(tokens)));
        }
        if (tokens.more()) {
            throw new MalformedBytes("late samples with more values than times");
        }
    }

    private static @Nullable Histogram histogram(Tokens tokens) {
        if (tokens.histogramEnd == 0) {
            return null;
        }
        Histogram h = HistogramCoder.read(new Tokens().on(tokens.bytes, tokens.histogramAt, tokens.histogramEnd), tokens.value, null);
        return h.reset() == CounterReset.GAUGE ? h : HistogramMath.withReset(h, CounterReset.UNKNOWN);
    }

    /** The samples of a run. */
    static List<LateSeries.Sample> list(Samples run) {
        var list = new ArrayList<LateSeries.Sample>(run.size());
        for (int i = run.from(); i < run.to(); i++) {
            list.add(new LateSeries.Sample(run.times()[i], run.values()[i], run.startTime(i), run.histogram(i)));
        }
        return list;
    }
}
