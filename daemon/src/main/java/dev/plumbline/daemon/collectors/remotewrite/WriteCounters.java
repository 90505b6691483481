package dev.plumbline.daemon.collectors.remotewrite;

import java.util.concurrent.atomic.LongAdder;

/** What was received since the start. Thread-safe. */
public final class WriteCounters {
    private final LongAdder requests = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder samples = new LongAdder();
    private final LongAdder histograms = new LongAdder();
    private final LongAdder exemplars = new LongAdder();
    private final LongAdder badSeries = new LongAdder();

    WriteCounters() {}

    void count(WriteAnswer answer) {
        requests.increment();
        if (answer.status() != 204) {
            failures.increment();
        }
        samples.add(answer.written().samples());
        histograms.add(answer.written().histograms());
        exemplars.add(answer.written().exemplars());
    }

    void badSeries(int count) {
        badSeries.add(count);
    }

    /** Requests answered, however. */
    public long requests() {
        return requests.sum();
    }

    /** Requests that were not answered 204. */
    public long failures() {
        return failures.sum();
    }

    public long samples() {
        return samples.sum();
    }

    public long histograms() {
        return histograms.sum();
    }

    public long exemplars() {
        return exemplars.sum();
    }

    /** Series that were left out for their labels. */
    public long badSeries() {
        return badSeries.sum();
    }
}
