package dev.plumbline.exposition;

import dev.plumbline.model.Labels;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Time per sample: as predicted, and when every line has moved (half of them swapped with a neighbour). */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class PredictedLinesBenchmark {
    private static final int SERIES = 1000;
    private final byte[][] bodies = new byte[16][];
    private final byte[][] swapped = new byte[2][];
    private final PredictedLines lines = new PredictedLines(1);
    private final PredictedLines moving = new PredictedLines(1);
    private final StoringSink sink = new StoringSink();
    private int next;

    /** Stores values by column, marks what was seen, as a scrape's row does. */
    private static final class StoringSink implements SeriesSink {
        private final double[] values = new double[4 * SERIES];
        private final int[] seen = new int[4 * SERIES];
        private int count;
        private int epoch;

        @Override
        public int series(Labels labels) {
            return count++ % values.length;
        }

        @Override
        public void sample(int ref, double value) {
            if (seen[ref] != epoch) {
                seen[ref] = epoch;
                values[ref] = value;
            }
        }

        @Override
        public void sample(int ref, double value, long timeMillis) {
            sample(ref, value);
        }
    }

    /** Bodies of 1,000 series, about 130 bytes and 5 digits a sample. */
    @Setup
    public void write() {
        var random = new Random(42);
        for (int i = 0; i < bodies.length; i++) {
            bodies[i] = body(random, false);
        }
        swapped[0] = bodies[0];
        swapped[1] = body(random, true);
        lines.parse(bodies[0], bodies[0].length, ExpositionFormat.TEXT, sink);
        lines.keep();
    }

    private static byte[] body(Random random, boolean swap) {
        var text = new StringBuilder("# TYPE http_server_requests_seconds_bucket counter\n");
        for (int i = 0; i < SERIES; i++) {
            int id = swap ? i ^ 1 : i;
            text.append("http_server_requests_seconds_bucket{service=\"checkout\",version=\"1.4.").append(id % 7)
                    .append("\",route=\"/api/v1/orders/{id}/items\",method=\"GET\",status=\"200\",shard=\"").append(id).append("\"} ")
                    .append(id % 4 == 0 ? String.valueOf(random.nextInt(100_000) / 1000.0) : String.valueOf(random.nextInt(1_000_000)))
                    .append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The same lines in the same order with other values. */
    @Benchmark
    @OperationsPerInvocation(SERIES)
    public int predicted() {
        byte[] body = bodies[next++ & 15];
        sink.epoch++;
        lines.parse(body, body.length, ExpositionFormat.TEXT, sink);
        lines.keep();
        return sink.epoch;
    }

    /** No line is where it was: hash look-ups and a new template each time. */
    @Benchmark
    @OperationsPerInvocation(SERIES)
    public int moved() {
        byte[] body = swapped[next++ & 1];
        sink.epoch++;
        moving.parse(body, body.length, ExpositionFormat.TEXT, sink);
        moving.keep();
        return sink.epoch;
    }
}
