package dev.plumbline.daemon.verdicts;

import dev.plumbline.model.Labels;
import dev.plumbline.model.StaleMarker;
import dev.plumbline.storage.Storage;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Writes verdicts into the store, and ends the series of analyses that are gone. One thread at a time. */
public final class VerdictSeries {
    private final Storage storage;
    private Set<Labels> written = Set.of();

    public VerdictSeries(Storage storage) {
        this.storage = storage;
    }

    /**
     * Writes all samples at one time, in one transaction.
     *
     * @return how many the store did not take, for example because the time is not after the last one
     * @throws dev.plumbline.model.PlumblineException when the store cannot write; the next call writes everything again
     */
    public int write(List<VerdictSample> samples, long timeMillis) {
        var present = new HashSet<Labels>();
        int rejected = 0;
        try (var appender = storage.appender()) {
            for (VerdictSample s : samples) {
                present.add(s.labels());
                rejected += appender.append(s.labels(), timeMillis, s.value()).isPresent() ? 1 : 0;
            }
            for (Labels gone : written) {
                if (!present.contains(gone)) {
                    rejected += appender.append(gone, timeMillis, StaleMarker.VALUE).isPresent() ? 1 : 0;
                }
            }
            appender.commit();
        }
        written = Set.copyOf(present);
        return rejected;
    }
}
