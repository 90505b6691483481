package dev.plumbline.daemon.config;

import dev.plumbline.daemon.config.yaml.Durations;
import dev.plumbline.daemon.config.yaml.MappingReader;
import dev.plumbline.daemon.config.yaml.Position;
import dev.plumbline.daemon.config.yaml.Problems;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds where {@code upstream.local} reaches further back than some series are whole. The daemon takes what is newer than {@code local} for
 * complete, as far back as its oldest sample of any series: what a rule has dropped or thinned there would be missing from answers, and nothing
 * would say so, although the cluster has it. What the whole store has dropped does no harm: then its oldest sample is newer. Told of the
 * rules one by one; not thread-safe.
 */
final class LocalReach {
    private final long local;
    private final @Nullable Long retention;
    private final MappingReader root;
    private final List<End> ends = new ArrayList<>();
    private long longest;

    /** An age at which something of a rule's series ends. */
    private record End(Position at, long millis, String what, String key) {}

    /** @param root of the configuration, for the place of the storage's retention */
    LocalReach(@Nullable UpstreamConfig upstream, StorageConfig storage, MappingReader root) {
        local = upstream == null ? 0 : upstream.localMillis();
        retention = storage.retentionMillis();
        this.root = root;
        longest = retention == null || retention == 0 ? Long.MAX_VALUE : retention; // the command line's is not known here
    }

    /** A rule keeps samples until an age, ms; 0 when it is not known. */
    void keeps(Position at, long millis) {
        longest = Math.max(longest, millis);
        ends.add(new End(at, millis, "drops samples after ", "keep"));
    }

    /** A rule downsamples from an age on, ms; 0 when it is not known. */
    void thins(Position at, long millis) {
        ends.add(new End(at, millis, "thins samples out after ", "after"));
    }

    /** Reports what was found. To be called when all rules were told of. */
    void check(Problems problems) {
        for (End end : ends) {
            if (isWithin(end.millis)) {
                problems.error(end.at, "this rule " + end.what + text(end.millis) + ", but upstream.local says that all of the last " + text(local)
                        + " is here: queries would silently lack what is gone. Set upstream.local to " + text(end.millis) + " or less, or "
                        + end.key + " to " + text(local) + " or more");
            }
        }
        if (retention != null && isWithin(retention)) {
            problems.error(root.mapping("storage").mapping("tsdb").mapping("retention").at("time"), "series that no rule of retention matches are dropped after "
                    + text(retention) + ", others are kept for " + text(longest) + ", but upstream.local says that all of the last " + text(local)
                    + " is here: queries would silently lack what is gone. Set upstream.local to " + text(retention) + " or less, or time to "
                    + text(local) + " or more");
        }
    }

    private boolean isWithin(long millis) {
        return millis > 0 && millis < local && millis < longest;
    }

    private static String text(long millis) {
        return Durations.format(millis);
    }
}
