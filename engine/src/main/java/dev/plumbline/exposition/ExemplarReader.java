package dev.plumbline.exposition;

import dev.plumbline.model.Labels;
import dev.plumbline.wire.ProtoReader;
import java.util.OptionalLong;

/** Reads {@code Exemplar} and {@code google.protobuf.Timestamp} fields. */
final class ExemplarReader {
    private static final int LABEL = 1;
    private static final int VALUE = 2;
    private static final int TIME = 3;

    private ExemplarReader() {}

    /** The exemplar that the current field holds. */
    static Exemplar read(ProtoReader reader) {
        int end = reader.enter();
        int begin = reader.position();
        Labels labels = ProtobufFamilies.labels(reader, LABEL);
        reader.rewind(begin);
        double value = 0;
        OptionalLong time = OptionalLong.empty();
        while (reader.next()) {
            switch (reader.field()) {
                case VALUE -> value = reader.float64();
                case TIME -> time = OptionalLong.of(timeMillis(reader));
                default -> reader.skip();
            }
        }
        reader.leave(end);
        return new Exemplar(labels, value, time);
    }

    /** The time that the current field holds, ms since the epoch. */
    static long timeMillis(ProtoReader reader) {
        int end = reader.enter();
        long seconds = 0;
        long nanos = 0;
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> seconds = reader.int64();
                case 2 -> nanos = reader.int32();
                default -> reader.skip();
            }
        }
        reader.leave(end);
        return seconds * 1000 + Math.floorDiv(nanos, 1_000_000);
    }
}
