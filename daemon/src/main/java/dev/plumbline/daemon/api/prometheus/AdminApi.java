package dev.plumbline.daemon.api.prometheus;

import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.api.http.BadParameter;
import dev.plumbline.daemon.api.http.Parameters;
import dev.plumbline.model.LabelMatcher;
import java.util.List;
import java.util.Map;

/** {@code /admin/tsdb/…}: what changes the store. Off unless {@code --web.enable-admin-api} says otherwise. */
public final class AdminApi {
    private final boolean enabled;
    private final Deletion deletion;
    private final SnapshotTaker snapshots;

    /** Copies the data directory as it is. */
    @FunctionalInterface
    public interface SnapshotTaker {
        /**
         * Makes a snapshot.
         *
         * @param skipHead without what is in memory only
         * @return its name in the folder {@code snapshots} of the data directory
         * @throws dev.plumbline.model.PlumblineException of kind RESOURCE when it cannot be written
         */
        String take(boolean skipHead);
    }

    /** Takes samples out of the store. */
    @FunctionalInterface
    public interface Deletion {
        /**
         * Deletes the samples with {@code minMillis <= time <= maxMillis} of the series that satisfy all matchers.
         *
         * @throws dev.plumbline.model.PlumblineException of kind RESOURCE when that cannot be done now
         */
        void delete(List<LabelMatcher> matchers, long minMillis, long maxMillis);

        /**
         * Frees the room on disk that deleted samples take: nothing is to be done where they take none.
         *
         * @throws dev.plumbline.model.PlumblineException of kind RESOURCE when that cannot be done now
         */
        default void clean() { }
    }

    /** @param deletion must say by its exception when the store cannot delete */
    public AdminApi(boolean enabled, Deletion deletion, SnapshotTaker snapshots) {
        this.enabled = enabled;
        this.deletion = deletion;
        this.snapshots = snapshots;
    }

    private static Answer off() {
        return Envelope.error(500, "unavailable", "admin APIs disabled");
    }

    private static Answer done() {
        return new Answer(204, Answer.JSON, new byte[0], Map.of());
    }

    /** {@code delete_series}: match[] (at least one), start, end. */
    Answer deleteSeries(Parameters p) {
        if (!enabled) {
            return off();
        }
        if (p.all("match[]").isEmpty()) {
            throw new BadParameter("no match[] parameter provided");
        }
        long start = RequestTimes.time(p, "start", RequestTimes.MIN);
        long end = RequestTimes.time(p, "end", RequestTimes.MAX);
        Selectors.of(p, "invalid parameter \"match[]\": ").forEach(selector -> deletion.delete(selector, start, end));
        return done();
    }

    /** {@code clean_tombstones}: answers when it is done. */
    Answer cleanTombstones() {
        if (!enabled) {
            return off();
        }
        deletion.clean();
        return done();
    }

    /** {@code snapshot}: skip_head. */
    Answer snapshot(Parameters p) {
        if (!enabled) {
            return off();
        }
        boolean skipHead = p.bool("skip_head",
                text -> new BadParameter("unable to parse boolean parameter \"skip_head\": \"" + text + "\" is neither true nor false"));
        String name = snapshots.take(skipHead);
        return Envelope.success(json -> json.raw('{').member("name", name).raw('}'));
    }
}
