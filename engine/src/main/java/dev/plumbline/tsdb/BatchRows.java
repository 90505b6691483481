package dev.plumbline.tsdb;

import java.util.Arrays;

/** The samples that a transaction has for one group, row by row: times ascending, columns ascending within a row. */
final class BatchRows {
    private final long[] times; // distinct, ascending
    private final int[] end; // of each row, in the arrays below
    private final int[] samples;
    private final byte[] columns;
    private int row = -1;

    /** Of the slots {@code order[from, to)}, which are ascending by column. */
    BatchRows(SampleBatch batch, long[] order, int from, int to) {
        int n = 0;
        for (int i = from; i < to; i++) {
            for (int s = batch.first((int) order[i]); s >= 0; s = batch.next(s)) {
                n++;
            }
        }
        times = distinct(times(batch, order, from, to, n));
        end = new int[times.length];
        samples = new int[n];
        columns = new byte[n];
        spread(batch, order, from, to);
    }

    private static long[] times(SampleBatch batch, long[] order, int from, int to, int n) {
        var all = new long[n];
        int at = 0;
        for (int i = from; i < to; i++) {
            for (int s = batch.first((int) order[i]); s >= 0; s = batch.next(s)) {
                all[at++] = batch.time(s);
            }
        }
        return all;
    }

    private static long[] distinct(long[] all) {
        boolean same = true;
        for (long time : all) {
            same &= time == all[0];
        }
        if (same) {
            return new long[] {all[0]};
        }
        Arrays.sort(all);
        int n = 0;
        for (long time : all) {
            if (n == 0 || all[n - 1] != time) {
                all[n++] = time;
            }
        }
        return Arrays.copyOf(all, n);
    }

    /** Sorts by counting: how many samples each row has, then where it starts, then each sample to its place. */
    private void spread(SampleBatch batch, long[] order, int from, int to) {
        for (int pass = 0; pass < 2; pass++) {
            for (int i = from; i < to; i++) {
                int rank = 0;
                for (int s = batch.first((int) order[i]); s >= 0; s = batch.next(s)) {
                    rank = rank(rank, batch.time(s));
                    if (pass == 1) {
                        samples[end[rank]] = s;
                        columns[end[rank]] = (byte) SharedWriter.column(order[i]);
                    }
                    end[rank]++;
                }
            }
            if (pass == 0) {
                startRows();
            }
        }
    }

    private void startRows() {
        int sum = 0;
        for (int r = 0; r < end.length; r++) {
            int count = end[r];
            end[r] = sum;
            sum += count;
        }
    }

    private int rank(int from, long time) {
        int limit = Math.min(times.length, from + 4);
        for (int r = from; r < limit; r++) {
            if (times[r] == time) {
                return r;
            }
        }
        return Arrays.binarySearch(times, from, times.length, time);
    }

    /** How many rows are later than a time. */
    int after(long time) {
        int at = Arrays.binarySearch(times, time);
        return times.length - (at < 0 ? -at - 1 : at + 1);
    }

    boolean next() {
        return ++row < times.length;
    }

    long time() {
        return times[row];
    }

    int size() {
        return end[row] - start();
    }

    private int start() {
        return row == 0 ? 0 : end[row - 1];
    }

    int column(int i) {
        return columns[start() + i];
    }

    int sample(int i) {
        return samples[start() + i];
    }
}
