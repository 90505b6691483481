package dev.plumbline.tsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.model.StaleMarker;
import java.util.BitSet;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameTest {
    private final Random random = new Random(11);

    /** Appends one column, absent where {@code present} is clear; reads it back open and sealed; answers the column's bytes. */
    private static int roundTrip(int rows, BitSet present, IntToDoubleFunction value) {
        var group = new Group("g", 0);
        var newest = new Newest();
        newest.ensure(3);
        newest.clear(0);
        newest.clear(2);
        group.assign(0, 0);
        group.assign(1, 2);
        var frame = group.open;
        var row = new byte[64];
        for (int r = 0; r < rows; r++) {
            int n = Tokens.write(r, frame.mantissa[0], frame.decimals[0], true, row, 0);
            if (present.get(r)) {
                n = Tokens.write(value.applyAsDouble(r), frame.mantissa[1], frame.decimals[1], true, row, n);
            }
            group.apply(1000L * r, new Tokens().on(row, 0, n), newest);
        }
        check(frame.snapshot(new int[] {0, 2}, 2), present, value);
        Frame sealed = frame.seal(new int[] {0, 2}, 2);
        check(sealed, present, value);
        return sealed.bytes().length - 8 - Math.max(sealed.offsets()[1], sealed.offsets()[0]);
    }

    private static void check(Run run, BitSet present, IntToDoubleFunction value) {
        assertThat(run.has(1, 2)).isEqualTo(!present.isEmpty());
        assertThat(run.has(1, 0)).isFalse();
        var times = new long[run.rows() + 3];
        run.times(times, 3);
        for (int r = 0; r < run.rows(); r++) {
            assertThat(times[3 + r]).isEqualTo(1000L * r);
        }
        if (present.isEmpty()) {
            return;
        }
        for (int limit : new int[] {run.rows(), run.rows() - 1, run.rows() / 2, 1}) {
            check(run, present, value, limit);
        }
    }

    /** Rows below the limit are there; what is behind it does not matter. */
    private static void check(Run run, BitSet present, IntToDoubleFunction value, int limit) {
        var values = new double[run.rows() + 3];
        var missing = new Gaps();
        run.values(1, values, new Run.Place(3, limit, missing));
        assertThat(missing.isEmpty() && limit == run.rows()).isEqualTo(present.cardinality() == run.rows() && limit == run.rows());
        for (int r = 0; r < limit; r++) {
            assertThat(missing.nextPresent(3 + r) > 3 + r).isEqualTo(!present.get(r));
            if (present.get(r)) {
                assertThat(Double.doubleToRawLongBits(values[3 + r])).isEqualTo(Double.doubleToRawLongBits(value.applyAsDouble(r)));
            }
        }
    }

    private static BitSet all(int rows) {
        var set = new BitSet();
        set.set(0, rows);
        return set;
    }

    private double[] anything(int kind) {
        var values = new double[32];
        double[] special = {StaleMarker.VALUE, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, 0.0, Double.MIN_VALUE,
            Double.MAX_VALUE, 9007199254740992.0, -9007199254740993.0, 1e15, 1e-15, 0.1 + 0.2, Double.longBitsToDouble(0x7ff4dead_beef0001L)};
        double counter = random.nextInt(1_000_000);
        for (int i = 0; i < values.length; i++) {
            counter = random.nextInt(40) == 0 ? 0 : counter + random.nextInt(1000);
            values[i] = switch (kind) {
                case 0 -> counter;
                case 1 -> random.nextInt(100_000) / 1000.0;
                case 2 -> random.nextGaussian();
                case 3 -> Double.longBitsToDouble(random.nextLong());
                case 4 -> special[random.nextInt(special.length)];
                case 5 -> random.nextInt(10) == 0 ? special[random.nextInt(special.length)] : counter;
                case 6 -> 4096.0 * random.nextInt(1000);
                case 7 -> random.nextInt() / Math.pow(10, random.nextInt(9));
                default -> 5;
            };
        }
        return values;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8})
    void everyValueComesBackBitForBit(int kind) {
        for (int run = 0; run < 300; run++) {
            int rows = 1 + random.nextInt(32);
            double[] values = anything(kind);
            var present = all(rows);
            if (run % 3 == 1) {
                present.clear(0, random.nextInt(rows));
            } else if (run % 3 == 2) {
                for (int r = 0; r < rows; r++) {
                    present.set(r, random.nextBoolean());
                }
            }
            roundTrip(rows, present, r -> values[r]);
        }
    }

    @Test
    void constantsAndSteadyCountersAreTiny() {
        assertThat(roundTrip(32, all(32), r -> 7)).isLessThanOrEqualTo(4);
        assertThat(roundTrip(32, all(32), r -> 1_000_000 + 15.0 * r)).isLessThanOrEqualTo(12);
        assertThat(roundTrip(32, all(32), r -> r == 31 ? StaleMarker.VALUE : 7)).isLessThanOrEqualTo(14);
    }

    @Test
    void timesComeBackWhateverTheyAre() {
        for (int run = 0; run < 2000; run++) {
            int rows = 1 + random.nextInt(128);
            var times = new long[rows];
            for (int i = 0; i < rows; i++) {
                times[i] = run % 2 == 0 ? 15_000L * i + random.nextInt(20) : random.nextLong();
            }
            var out = new Bytes(16);
            Frame.packTimes(times, rows, out);
            out.ensure(8);
            var back = new long[rows];
            new Frame(0, 0, rows, new int[0], new int[0], out.array).times(back, 0);
            assertThat(back).isEqualTo(times);
        }
    }

    @Test
    void tokensThatDoNotFollowTheFormatAreRefused() {
        byte[][] wrong = {{1, 2}, {2, 16, 0}, {0, 0}, {(byte) 0x80}, {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1}};
        for (byte[] bytes : wrong) {
            assertThatThrownBy(() -> new Tokens().on(bytes, 0, bytes.length).next()).isInstanceOf(MalformedBytes.class);
        }
    }
}
