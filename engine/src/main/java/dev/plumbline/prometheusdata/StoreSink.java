package dev.plumbline.prometheusdata;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Labels;
import dev.plumbline.storage.Appender;
import dev.plumbline.storage.Rejection;
import dev.plumbline.storage.Samples;
import dev.plumbline.storage.Storage;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Puts what is read into a store, through its appenders: transactions of some ten thousand samples, in the order of the
 * ranges, so that the store can make blocks of one range after the other. For a store without newer samples, since those
 * that are older than what a series has are refused; refusals are counted. Not thread-safe.
 */
public final class StoreSink implements ImportSink {
    private static final int TRANSACTION = 1 << 16;
    private final Storage store;
    private final Runnable afterRange;
    private final Map<String, Long> refused = new TreeMap<>();
    private Appender appender;
    private int appended;
    private String firstRefusal = "";

    /** @param afterRange run after each range: what the store does now and then, such as making a block */
    public StoreSink(Storage store, Runnable afterRange) {
        this.store = store;
        this.afterRange = afterRange;
        this.appender = store.appender();
    }

    @Override
    public void begin(long minMillis, long maxMillis) {
        appended = 0;
    }

    @Override
    public void series(Labels labels, Samples samples) {
        for (int i = samples.from(); i < samples.to(); i++) {
            Histogram histogram = samples.histogram(i);
            Optional<Rejection> rejection = histogram == null
                    ? appender.append(labels, samples.startTime(i), samples.times()[i], samples.values()[i])
                    : appender.append(labels, samples.startTime(i), samples.times()[i], histogram);
            if (rejection.isPresent()) {
                refuse(rejection.get());
            }
        }
        appended += samples.size();
        if (appended >= TRANSACTION) {
            commit();
        }
    }

    private void refuse(Rejection rejection) {
        refused.merge(rejection.reason(), 1L, Long::sum);
        if (firstRefusal.isEmpty()) {
            firstRefusal = rejection.message();
        }
    }

    private void commit() {
        appender.commit();
        appender.close();
        appender = store.appender();
        appended = 0;
    }

    @Override
    public void end() {
        commit();
        afterRange.run();
    }

    /** How many samples the store did not take, by its reason. */
    public Map<String, Long> refused() {
        return Map.copyOf(refused);
    }

    /** Why the first of them was not taken; empty when all were. */
    public String firstRefusal() {
        return firstRefusal;
    }
}
