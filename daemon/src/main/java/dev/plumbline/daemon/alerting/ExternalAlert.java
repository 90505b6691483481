package dev.plumbline.daemon.alerting;

import dev.plumbline.model.Labels;
import dev.plumbline.model.PlumblineException;
import org.jspecify.annotations.Nullable;

/**
 * An alert that somebody else sent, as it came; times in ms since the epoch. Labels with empty values are gone already.
 *
 * @param startsAtMillis null when it came without: then its end, if given and past, else now
 * @param endsAtMillis null when it came without: then it is believed for the configured resolve timeout
 */
public record ExternalAlert(Labels labels, Labels annotations, @Nullable Long startsAtMillis, @Nullable Long endsAtMillis,
        String generatorUrl) {

    /** Fills in what is missing; a USER error when it has no labels or ends before it starts. */
    Alert heard(long nowMillis, long resolveTimeoutMillis) {
        if (labels.isEmpty()) {
            throw PlumblineException.user("an alert has no labels; at least one label with a value that is not empty is needed");
        }
        long end = endsAtMillis == null ? nowMillis + resolveTimeoutMillis : endsAtMillis;
        long start = startsAtMillis != null ? startsAtMillis : endsAtMillis != null ? Math.min(endsAtMillis, nowMillis) : nowMillis;
        if (end < start) {
            throw PlumblineException.user("the alert " + labels + " ends (" + end + " ms) before it starts (" + start
                    + " ms); startsAt must not be after endsAt");
        }
        return new Alert(labels, annotations, start, end, nowMillis, endsAtMillis == null, generatorUrl);
    }
}
