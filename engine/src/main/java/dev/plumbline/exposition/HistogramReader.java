package dev.plumbline.exposition;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Histogram.Buckets;
import dev.plumbline.model.Histogram.CounterReset;
import dev.plumbline.wire.ProtoReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The last {@code Histogram} message that was read: classic buckets, a native histogram of integers or of floats, or both.
 * Integer counts become doubles. Reused; not thread-safe.
 */
final class HistogramReader {
    private String name = "";
    private double count;
    private double floatCount;
    private double sum;
    private int schema;
    private double zeroThreshold;
    private double zeroCount;
    private double zeroFloatCount;
    private long createdMillis;
    private final Side positive = new Side();
    private final Side negative = new Side();
    private final ProtobufNumbers bounds = new ProtobufNumbers();
    private final ProtobufNumbers cumulative = new ProtobufNumbers();
    private final List<@Nullable Exemplar> bucketExemplars = new ArrayList<>();
    private final List<Exemplar> exemplars = new ArrayList<>();

    /** The buckets on one side of zero. */
    private static final class Side {
        private final ProtobufNumbers offsets = new ProtobufNumbers();
        private final ProtobufNumbers lengths = new ProtobufNumbers();
        private final ProtobufNumbers deltas = new ProtobufNumbers();
        private final ProtobufNumbers counts = new ProtobufNumbers();

        void clear() {
            offsets.clear();
            lengths.clear();
            deltas.clear();
            counts.clear();
        }

        void span(ProtoReader reader) {
            int offset = 0;
            long length = 0;
            int end = reader.enter();
            while (reader.next()) {
                switch (reader.field()) {
                    case 1 -> offset = (int) reader.sint64();
                    case 2 -> length = reader.int64() & 0xffff_ffffL;
                    default -> reader.skip();
                }
            }
            reader.leave(end);
            offsets.add(offset);
            lengths.add(length);
        }

        Buckets toBuckets(boolean floats, String name) {
            double[] values = floats ? counts.toArray() : deltas.toSums();
            double spanned = Arrays.stream(lengths.toArray()).sum();
            if (spanned != values.length) {
                throw ExpositionException.of("the native histogram " + name + " has spans of " + (long) spanned + " buckets and "
                        + values.length + " counts");
            }
            return new Buckets(toInts(offsets), toInts(lengths), values);
        }

        private static int[] toInts(ProtobufNumbers numbers) {
            var ints = new int[numbers.size()];
            Arrays.setAll(ints, i -> (int) numbers.get(i));
            return ints;
        }
    }

    void read(ProtoReader reader, String familyName) {
        clear(familyName);
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> count = ProtobufNumbers.unsigned(reader.int64());
                case 2 -> sum = reader.float64();
                case 3 -> bucket(reader);
                case 4 -> floatCount = reader.float64();
                case 5 -> schema = (int) reader.sint64();
                case 6 -> zeroThreshold = reader.float64();
                case 7 -> zeroCount = ProtobufNumbers.unsigned(reader.int64());
                case 8 -> zeroFloatCount = reader.float64();
                case 15 -> createdMillis = ExemplarReader.timeMillis(reader);
                case 16 -> exemplars.add(ExemplarReader.read(reader));
                default -> side(reader);
            }
        }
        addInfinity();
    }

    private void clear(String familyName) {
        name = familyName;
        count = 0;
        floatCount = 0;
        sum = 0;
        schema = 0;
        zeroThreshold = 0;
        zeroCount = 0;
        zeroFloatCount = 0;
        createdMillis = 0;
        positive.clear();
        negative.clear();
        bounds.clear();
        cumulative.clear();
        bucketExemplars.clear();
        exemplars.clear();
    }

    private void side(ProtoReader reader) {
        switch (reader.field()) {
            case 9 -> negative.span(reader);
            case 10 -> negative.deltas.addSigned(reader);
            case 11 -> negative.counts.addDoubles(reader);
            case 12 -> positive.span(reader);
            case 13 -> positive.deltas.addSigned(reader);
            case 14 -> positive.counts.addDoubles(reader);
            default -> reader.skip();
        }
    }

    private void bucket(ProtoReader reader) {
        double observations = 0;
        double bound = 0;
        Exemplar exemplar = null;
        int end = reader.enter();
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> observations = Math.max(observations, ProtobufNumbers.unsigned(reader.int64()));
                case 2 -> bound = reader.float64();
                case 3 -> exemplar = ExemplarReader.read(reader);
                case 4 -> observations = Math.max(observations, reader.float64());
                default -> reader.skip();
            }
        }
        reader.leave(end);
        bounds.add(bound);
        cumulative.add(observations);
        bucketExemplars.add(exemplar);
    }

    /** Classic histograms end with a bucket for everything, written or not. */
    private void addInfinity() {
        if (bounds.size() > 0 && bounds.get(bounds.size() - 1) != Double.POSITIVE_INFINITY || bounds.size() == 0 && !isNative()) {
            bounds.add(Double.POSITIVE_INFINITY);
            cumulative.add(count());
            bucketExemplars.add(null);
        }
    }

    boolean isNative() {
        return positive.offsets.size() > 0 || negative.offsets.size() > 0 || zeroThreshold > 0 || zeroCount > 0 || zeroFloatCount > 0;
    }

    private boolean isFloat() {
        return floatCount > 0 || zeroFloatCount > 0;
    }

    double count() {
        return floatCount > 0 ? floatCount : count;
    }

    double sum() {
        return sum;
    }

    /** Since when it counts, ms since the epoch; 0 when not said. */
    long createdMillis() {
        return createdMillis;
    }

    /** Number of classic buckets, that of +Inf included. */
    int buckets() {
        return bounds.size();
    }

    double bound(int i) {
        return bounds.get(i);
    }

    double cumulative(int i) {
        return cumulative.get(i);
    }

    @Nullable Exemplar bucketExemplar(int i) {
        return bucketExemplars.get(i);
    }

    /** The exemplars of the native histogram that have a time; those of the classic buckets when it has none of its own. */
    void forEachExemplar(Consumer<Exemplar> consumer) {
        if (!exemplars.isEmpty()) {
            exemplars.stream().filter(e -> e.timeMillis().isPresent()).forEach(consumer);
            return;
        }
        for (Exemplar exemplar : bucketExemplars) {
            if (exemplar != null) {
                consumer.accept(exemplar);
            }
        }
    }

    /** The native histogram. @throws ExpositionException when its spans and counts do not fit */
    Histogram toHistogram(boolean gauge) {
        boolean floats = isFloat();
        return new Histogram(schema, floats ? floatCount : count, sum, zeroThreshold, floats ? zeroFloatCount : zeroCount,
                positive.toBuckets(floats, name), negative.toBuckets(floats, name), new double[0],
                gauge ? CounterReset.GAUGE : CounterReset.UNKNOWN);
    }
}
