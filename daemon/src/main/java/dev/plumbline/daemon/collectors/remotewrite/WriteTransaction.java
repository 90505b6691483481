package dev.plumbline.daemon.collectors.remotewrite;

import dev.plumbline.model.Exemplar;
import dev.plumbline.model.Histogram;
import dev.plumbline.model.Labels;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.storage.Appender;
import dev.plumbline.storage.ExemplarStorage;
import dev.plumbline.storage.Rejection;
import dev.plumbline.storage.TenantLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a request becomes: one transaction of the store, and a policy about what cannot be taken. Of a request of version
 * 1.0 nothing is kept then, but for series with bad labels, which are left out; of 2.0 the good is kept and the bad told.
 * What the store has no room for refuses the whole of either, so that the sender keeps it and comes again. What is over a limit of its tenant is
 * left out of either and told: 429 when it came too fast, 400 when coming again is no use.
 */
final class WriteTransaction implements AutoCloseable {
    private static final int MAX_PROBLEMS = 20;
    /** By then a tenant has room for the samples of as many seconds. */
    private static final int RATE_RETRY_SECONDS = 10;
    private final Appender appender;
    private final ExemplarStorage exemplars;
    private final boolean partial;
    private final long newestAllowed;
    private final List<String> problems = new ArrayList<>();
    private final List<Pending> pending = new ArrayList<>();
    private int problemCount;
    private int offered;
    private int samples;
    private int histograms;
    private int badSeries;
    private String badSeriesExample = "";
    private boolean tooFast;

    private record Pending(Labels series, Exemplar exemplar) {}

    /**
     * @param partial whether the good is kept when there is bad
     * @param newestAllowed samples after this time in ms are out of bounds
     */
    WriteTransaction(Appender appender, ExemplarStorage exemplars, boolean partial, long newestAllowed) {
        this.appender = appender;
        this.exemplars = exemplars;
        this.partial = partial;
        this.newestAllowed = newestAllowed;
    }

    /** The object that the storage keeps for these labels, see {@link Appender#kept}. */
    Labels kept(Labels labels) {
        return appender.kept(labels);
    }

    void sample(Labels labels, long startMillis, long timeMillis, double value) {
        RequestBounds.check(offered++, RequestBounds.SAMPLES, "samples of a request");
        if (timeMillis > newestAllowed) {
            problem(tooNew(labels, timeMillis));
            return;
        }
        Optional<Rejection> rejection = appender.append(labels, startMillis, timeMillis, value);
        if (rejection.isEmpty()) {
            samples++;
        } else {
            refuse(rejection.get());
        }
    }

    void histogram(Labels labels, long startMillis, long timeMillis, Histogram histogram) {
        RequestBounds.check(offered++, RequestBounds.SAMPLES, "samples of a request");
        if (timeMillis > newestAllowed) {
            problem(tooNew(labels, timeMillis));
            return;
        }
        Optional<Rejection> rejection = appender.append(labels, startMillis, timeMillis, histogram);
        if (rejection.isEmpty()) {
            histograms++;
        } else {
            refuse(rejection.get());
        }
    }

    /** Exemplars are kept only once the samples are. */
    void exemplar(Labels series, Exemplar exemplar) {
        if (exemplar.timeMillis() <= newestAllowed && pending.size() < RequestBounds.EXEMPLARS) {
            pending.add(new Pending(series, exemplar));
        }
    }

    /** A series whose labels cannot be. */
    void badSeries(String why) {
        badSeries++;
        if (badSeriesExample.isEmpty()) {
            badSeriesExample = why;
        }
        if (partial) {
            problem(why);
        }
    }

    private static String tooNew(Labels labels, long timeMillis) {
        return "out of bounds: timestamp is too far in the future: " + timeMillis + " ms for series " + labels;
    }

    private void refuse(Rejection rejection) {
        switch (rejection) {
            case Rejection.OutOfOrder r -> problem(r.message());
            case Rejection.DuplicateTimestamp r -> problem(r.message());
            case Rejection.OutOfBounds r -> problem(r.message());
            case Rejection.TooOld r -> problem(r.message());
            case Rejection.Invalid r -> badSeries(r.message());
            case Rejection.OverLimit r -> overLimit(r);
            case Rejection.LimitReached r -> throw PlumblineException.resource(r.message(), null);
        }
    }

    /** Of either version all else is kept: one tenant's limit is not to touch the series of others. */
    private void overLimit(Rejection.OverLimit r) {
        tooFast |= r.kind() == TenantLimits.Kind.SAMPLES_PER_SECOND;
        tell(r.message());
    }

    /** Something of the request that cannot be taken, now or ever. */
    void problem(String text) {
        if (!partial) {
            throw PlumblineException.user(text);
        }
        tell(text);
    }

    private void tell(String text) {
        if (problemCount++ < MAX_PROBLEMS) {
            problems.add(text);
        }
    }

    /** Makes it durable; what was kept and why the rest was not. */
    WriteAnswer commit() {
        appender.commit();
        int kept = 0;
        for (Pending p : pending) {
            Optional<Rejection> rejection = exemplars.append(p.series, p.exemplar);
            if (rejection.isEmpty()) {
                kept++;
            } else if (partial && rejection.get() instanceof Rejection.OutOfOrder) {
                problem(rejection.get().message());
            }
        }
        var written = new WriteAnswer.Written(samples, histograms, kept);
        if (problemCount == 0) {
            return new WriteAnswer(204, "", written, 0);
        }
        String more = problemCount > problems.size() ? "\nand " + (problemCount - problems.size()) + " more" : "";
        return new WriteAnswer(tooFast ? 429 : 400, String.join("\n", problems) + more, written, tooFast ? RATE_RETRY_SECONDS : 0);
    }

    /** Series that were left out for their labels. */
    int badSeriesCount() {
        return badSeries;
    }

    /** What was wrong with the first of them; empty when there was none. */
    String badSeriesExample() {
        return badSeriesExample;
    }

    @Override
    public void close() {
        appender.close();
    }
}
