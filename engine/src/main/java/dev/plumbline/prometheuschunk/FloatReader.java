package dev.plumbline.prometheuschunk;

import dev.plumbline.model.StaleMarker;

/** Decodes chunks of floats: XOR, and XOR2, which has start times and says together that time and value go on as before. */
final class FloatReader {
    private static final int[] CHANGE_BITS = {0, 14, 17, 20, 64};

    private FloatReader() {}

    static void xor(BitSource in, SampleColumns into) {
        int count = (int) in.bits(16);
        var values = new XorReader();
        long time = 0;
        long delta = 0;
        for (int i = 0; i < count; i++) {
            switch (i) {
                case 0 -> {
                    time = in.zigzag();
                    values.first(in);
                }
                case 1 -> delta = in.varint();
                default -> delta += in.signed(CHANGE_BITS[in.ones(4)]);
            }
            if (i > 0) {
                time += delta;
                values.next(in);
            }
            into.add(0, time, values.value());
        }
    }

    static void xor2(BitSource in, SampleColumns into) {
        int count = (int) in.bits(16);
        var chunk = new Xor2(in, new StartReader((int) in.bits(8)));
        for (int i = 0; i < count; i++) {
            chunk.next(i, into);
        }
    }

    /** A chunk of encoding XOR2 being decoded. The end of a series is said in the control bits and is no base of what follows. */
    private static final class Xor2 {
        private final BitSource in;
        private final StartReader starts;
        private final XorReader values = new XorReader();
        private long time;
        private long delta;

        Xor2(BitSource in, StartReader starts) {
            this.in = in;
            this.starts = starts;
        }

        void next(int index, SampleColumns into) {
            long before = time;
            double value = switch (index) {
                case 0 -> first();
                case 1 -> {
                    delta = in.varint();
                    yield value();
                }
                default -> joint();
            };
            time += delta;
            into.add(starts.next(in, index, time, before), time, value);
        }

        private double first() {
            time = in.zigzag();
            double value = in.float64();
            if (!StaleMarker.is(value)) {
                values.base(value);
            }
            return value;
        }

        private double joint() {
            switch (in.ones(5)) {
                case 0 -> {
                    return values.value();
                }
                case 1 -> {
                    values.changed(in, in.bit());
                    return values.value();
                }
                case 2 -> delta += twosComplement(13);
                case 3 -> delta += twosComplement(20);
                case 4 -> delta += in.bits(64);
                default -> {
                    return StaleMarker.VALUE;
                }
            }
            return value();
        }

        private long twosComplement(int bits) {
            return in.bits(bits) << (64 - bits) >> (64 - bits);
        }

        private double value() {
            switch (in.ones(3)) {
                case 0 -> { }
                case 1 -> values.changed(in, false);
                case 2 -> values.changed(in, true);
                default -> {
                    return StaleMarker.VALUE;
                }
            }
            return values.value();
        }
    }
}
