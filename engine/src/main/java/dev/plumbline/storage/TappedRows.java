package dev.plumbline.storage;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Labels;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Rows that are told to a tap. Costs an array store more for a sample and as much memory as one row. What a commit left out is
 * known by the outcome when it is little; otherwise each sample is looked up in the store.
 */
final class TappedRows implements RowAppender {
    private final RowAppender rows;
    private final SampleTap tap;
    private final StoredSamples stored;
    private final WrittenSamples written = new WrittenSamples(true);
    private long time;
    private boolean listening;

    TappedRows(RowAppender rows, SampleTap tap, StoredSamples stored) {
        this.rows = rows;
        this.tap = tap;
        this.stored = stored;
    }

    @Override
    public Column column(Labels labels) {
        Column column = rows.column(labels);
        if (column.rejection().isEmpty()) {
            written.place(column.index(), labels);
        }
        return column;
    }

    @Override
    public Labels labels(int column) {
        return rows.labels(column);
    }

    @Override
    public void begin(long timeMillis) {
        rows.begin(timeMillis);
        written.clear();
        time = timeMillis;
        listening = tap.isOpen();
    }

    @Override
    public void set(int column, double value) {
        rows.set(column, value);
        if (listening) {
            written.set(column, time, value);
        }
    }

    @Override
    public void set(int column, Histogram histogram) {
        rows.set(column, histogram);
        if (listening) {
            written.set(column, time, histogram);
        }
    }

    @Override
    public void setStart(int column, long startMillis) {
        rows.setStart(column, startMillis);
        if (listening) {
            written.start(column, startMillis);
        }
    }

    @Override
    public boolean isSet(int column) {
        return rows.isSet(column);
    }

    @Override
    public Outcome commit() {
        SampleTap.Pending pending = written.size() == 0 ? null : tap.prepare(written);
        if (pending == null) {
            written.clear();
            return rows.commit();
        }
        Outcome outcome = null;
        try {
            outcome = rows.commit();
            return outcome;
        } finally {
            settle(pending, outcome);
            written.clear();
        }
    }

    private void settle(SampleTap.Pending pending, @Nullable Outcome outcome) {
        if (outcome == null) {
            pending.lost();
        } else if (outcome.rejected() == 0) {
            pending.kept();
        } else {
            pending.keptBut(written, leftOut(outcome));
        }
    }

    private BitSet leftOut(Outcome outcome) {
        boolean known = outcome.rejected() == outcome.rejections().size();
        var leftOut = new BitSet(written.size());
        for (int i = 0; i < written.size(); i++) {
            if (known ? isRejected(outcome, written.labels(i))
                    : !stored.holds(written.labels(i), written.time(i), written.value(i),
                            written.histogram(i) != null)) {
                leftOut.set(i);
            }
        }
        return leftOut;
    }

    private static boolean isRejected(Outcome outcome, Labels labels) {
        return outcome.rejections().stream().anyMatch(rejection -> labels.equals(switch (rejection) {
            case Rejection.OutOfOrder r -> r.labels();
            case Rejection.DuplicateTimestamp r -> r.labels();
            case Rejection.OutOfBounds r -> r.labels();
            case Rejection.TooOld r -> r.labels();
            case Rejection.Invalid r -> r.labels();
            case Rejection.LimitReached r -> r.labels();
            case Rejection.OverLimit r -> r.labels();
        }));
    }

    @Override
    public void rollback() {
        rows.rollback();
        written.clear();
    }

    @Override
    public void release(int column) {
        rows.release(column);
        written.release(column);
    }

    @Override
    public void close() {
        rows.close();
    }
}
