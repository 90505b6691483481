package dev.plumbline.exposition;

import dev.plumbline.model.Labels;
import java.util.Arrays;

/**
 * One metric of a target's last protobuf body: the bytes of its labels and the numbers of the series it yields. Slots are
 * series: a plain value has slot 0; a summary or histogram has slots for count and sum and one per quantile or bucket,
 * each remembered together with its quantile or bound; a native histogram has one more.
 */
final class KnownMetric {
    /** A slot whose series the sink has not been asked for. */
    private static final int UNASKED = -3;
    /** Slots that do not depend on a bound: the native histogram, or the plain value; count; sum. */
    static final int PLAIN = 0;
    static final int COUNT = 1;
    static final int SUM = 2;
    static final int FIRST_BOUND = 3;

    private final byte[] labelBytes;
    private final Labels labels;
    private int[] refs = {UNASKED, UNASKED, UNASKED};
    private double[] bounds = {0, 0, 0};

    KnownMetric(byte[] labelBytes, Labels labels) {
        this.labelBytes = labelBytes;
        this.labels = labels;
    }

    boolean is(byte[] body, int from, int to) {
        return Arrays.equals(body, from, to, labelBytes, 0, labelBytes.length);
    }

    byte[] labelBytes() {
        return labelBytes;
    }

    /** The labels as exposed, without a name. */
    Labels labels() {
        return labels;
    }

    /** The series of a slot; asks the sink at first sight, and again for what was refused. */
    int series(int slot, SeriesSink sink, String name) {
        if (isOpen(slot)) {
            refs[slot] = sink.series(labels.with(Labels.METRIC_NAME, name));
        }
        return refs[slot];
    }

    /** The series of the i-th bucket or quantile, which {@code label} tells from the others. */
    int series(int i, double bound, SeriesSink sink, String name, String label) {
        int slot = FIRST_BOUND + i;
        if (slot >= refs.length) {
            int length = Math.max(slot + 1, refs.length * 2);
            int before = refs.length;
            refs = Arrays.copyOf(refs, length);
            bounds = Arrays.copyOf(bounds, length);
            Arrays.fill(refs, before, length, UNASKED);
        }
        if (isOpen(slot) || Double.doubleToRawLongBits(bounds[slot]) != Double.doubleToRawLongBits(bound)) {
            bounds[slot] = bound;
            refs[slot] = sink.series(labels.with(Labels.METRIC_NAME, name).with(label, FloatLabel.format(bound)));
        }
        return refs[slot];
    }

    private boolean isOpen(int slot) {
        return refs[slot] == UNASKED || refs[slot] == SeriesSink.REFUSED;
    }

    /** Forgets what this body does not have: the sink may give the numbers of such series to others. */
    void shape(boolean plain, boolean countAndSum, int boundCount) {
        if (!plain) {
            refs[PLAIN] = UNASKED;
        }
        if (!countAndSum) {
            refs[COUNT] = UNASKED;
            refs[SUM] = UNASKED;
        }
        if (FIRST_BOUND + boundCount < refs.length) {
            Arrays.fill(refs, FIRST_BOUND + boundCount, refs.length, UNASKED);
        }
    }
}
