package dev.plumbline.daemon.scrape;

import dev.plumbline.storage.Rejection;
import dev.plumbline.storage.RowAppender;
import java.util.Map;
import java.util.TreeMap;

/** What a store did not take of one scrape: counts by reason and the first one's words. */
final class RejectionTally {
    private final Map<String, Long> byReason = new TreeMap<>();
    private String first = "";

    void clear() {
        byReason.clear();
        first = "";
    }

    void add(Rejection rejection) {
        add(rejection, 1);
    }

    /** Rejections beyond those that are told one by one count as the last one's reason. */
    void add(RowAppender.Outcome outcome) {
        outcome.rejections().forEach(this::add);
        int untold = outcome.rejected() - outcome.rejections().size();
        if (untold > 0 && !outcome.rejections().isEmpty()) {
            add(outcome.rejections().getLast(), untold);
        }
    }

    private void add(Rejection rejection, long count) {
        if (first.isEmpty()) {
            first = rejection.message();
        }
        byReason.merge(rejection.reason(), count, Long::sum);
    }

    Map<String, Long> byReason() {
        return byReason;
    }

    String first() {
        return first;
    }
}
