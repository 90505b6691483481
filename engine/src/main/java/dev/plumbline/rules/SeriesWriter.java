package dev.plumbline.rules;

import dev.plumbline.model.Labels;
import dev.plumbline.model.StaleMarker;
import dev.plumbline.promql.Value;
import dev.plumbline.storage.Appender;
import dev.plumbline.storage.Rejection;
import dev.plumbline.storage.Storage;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes what one rule yields, each evaluation in one transaction, and ends the series that the evaluation before wrote and
 * this one did not with a staleness marker.
 */
final class SeriesWriter {
    private final Storage storage;
    private Set<Labels> previous = new HashSet<>();

    /** What the store did not take: reason to number, and one message of them; null when it took everything. */
    record Refused(Map<String, Long> reasons, String example) {}

    SeriesWriter(Storage storage) {
        this.storage = storage;
    }

    /** @throws dev.plumbline.model.PlumblineException when nothing could be written; then it is as if it had not been tried */
    @Nullable Refused write(List<Value.Element> elements, long timeMillis) {
        var tally = new Tally();
        Set<Labels> written = HashSet.newHashSet(elements.size());
        try (Appender appender = storage.appender()) {
            for (Value.Element e : elements) {
                if (tally.took(append(appender, e))) {
                    written.add(e.labels());
                }
            }
            for (Labels labels : previous) {
                if (!written.contains(labels)) {
                    tally.took(appender.append(labels, timeMillis, StaleMarker.VALUE));
                }
            }
            appender.commit();
        }
        previous = written;
        return tally.refused();
    }

    private static Optional<Rejection> append(Appender appender, Value.Element e) {
        return e.histogram() == null ? appender.append(e.labels(), e.timeMillis(), e.value())
                : appender.append(e.labels(), e.timeMillis(), e.histogram());
    }

    /** Ends series with a marker; what the store does not take is newer than that, and lives on. */
    static void markStale(Storage storage, Collection<Labels> series, long timeMillis) {
        if (series.isEmpty()) {
            return;
        }
        try (Appender appender = storage.appender()) {
            series.forEach(labels -> appender.append(labels, timeMillis, StaleMarker.VALUE));
            appender.commit();
        }
    }

    /** The series written last. */
    Set<Labels> previous() {
        return previous;
    }

    /** Says that these series were written by someone before us. */
    void adopt(Collection<Labels> series) {
        previous.addAll(series);
    }

    private static final class Tally {
        private final Map<String, Long> reasons = new TreeMap<>();
        private String example = "";

        boolean took(Optional<Rejection> rejection) {
            rejection.ifPresent(r -> {
                reasons.merge(r.reason(), 1L, Long::sum);
                example = r.message();
            });
            return rejection.isEmpty();
        }

        @Nullable Refused refused() {
            return reasons.isEmpty() ? null : new Refused(reasons, example);
        }
    }
}
