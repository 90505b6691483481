package dev.plumbline.storage;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Labels;
import java.util.Optional;

/** A transaction that is told to a tap: what the store's transaction took, before it is committed. */
final class TappedAppender implements Appender {
    private final Appender appender;
    private final SampleTap tap;
    private WrittenSamples written = new WrittenSamples(false);

    TappedAppender(Appender appender, SampleTap tap) {
        this.appender = appender;
        this.tap = tap;
    }

    @Override
    public Optional<Rejection> append(Labels labels, long startMillis, long timeMillis, double value) {
        Optional<Rejection> rejection = appender.append(labels, startMillis, timeMillis, value);
        if (rejection.isEmpty()) {
            int place = place(labels);
            written.set(place, timeMillis, value);
            written.start(place, startMillis);
        }
        return rejection;
    }

    @Override
    public Optional<Rejection> append(Labels labels, long startMillis, long timeMillis, Histogram histogram) {
        Optional<Rejection> rejection = appender.append(labels, startMillis, timeMillis, histogram);
        if (rejection.isEmpty()) {
            int place = place(labels);
            written.set(place, timeMillis, histogram);
            written.start(place, startMillis);
        }
        return rejection;
    }

    @Override
    public Labels kept(Labels labels) {
        return appender.kept(labels);
    }

    private int place(Labels labels) {
        int place = written.size();
        written.place(place, labels);
        return place;
    }

    @Override
    public void commit() {
        SampleTap.Pending pending = written.size() == 0 ? null : tap.prepare(written);
        boolean kept = false;
        try {
            appender.commit();
            kept = true;
        } finally {
            written = new WrittenSamples(false);
            if (pending != null) {
                settle(pending, kept);
            }
        }
    }

    private static void settle(SampleTap.Pending pending, boolean kept) {
        if (kept) {
            pending.kept();
        } else {
            pending.lost();
        }
    }

    @Override
    public void rollback() {
        written = new WrittenSamples(false);
        appender.rollback();
    }

    @Override
    public void close() {
        appender.close();
    }
}
