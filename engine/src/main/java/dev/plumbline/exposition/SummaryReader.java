package dev.plumbline.exposition;

import dev.plumbline.wire.ProtoReader;
import java.util.Arrays;

/** The last {@code Summary} message that was read. Reused; not thread-safe. */
final class SummaryReader {
    private double count;
    private double sum;
    private long createdMillis;
    private double[] quantiles = new double[8];
    private double[] values = new double[8];
    private int size;

    void read(ProtoReader reader) {
        count = 0;
        sum = 0;
        createdMillis = 0;
        size = 0;
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> count = ProtobufNumbers.unsigned(reader.int64());
                case 2 -> sum = reader.float64();
                case 3 -> quantile(reader);
                case 4 -> createdMillis = ExemplarReader.timeMillis(reader);
                default -> reader.skip();
            }
        }
    }

    private void quantile(ProtoReader reader) {
        if (size == quantiles.length) {
            quantiles = Arrays.copyOf(quantiles, size * 2);
            values = Arrays.copyOf(values, size * 2);
        }
        quantiles[size] = 0;
        values[size] = 0;
        int end = reader.enter();
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> quantiles[size] = reader.float64();
                case 2 -> values[size] = reader.float64();
                default -> reader.skip();
            }
        }
        reader.leave(end);
        size++;
    }

    double count() {
        return count;
    }

    double sum() {
        return sum;
    }

    /** Since when it counts, ms since the epoch; 0 when not said. */
    long createdMillis() {
        return createdMillis;
    }

    int quantiles() {
        return size;
    }

    double quantile(int i) {
        return quantiles[i];
    }

    double value(int i) {
        return values[i];
    }
}
