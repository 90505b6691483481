package dev.plumbline.daemon.upstream;

import dev.plumbline.daemon.config.UpstreamConfig.OnError;
import dev.plumbline.daemon.upstream.Cluster.Wanted;
import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.promql.Elsewhere;
import dev.plumbline.promql.QueryControl;
import dev.plumbline.promql.QueryException;
import dev.plumbline.time.Clock;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Which series, labels and values the cluster has; what is here is the asker's to add. Thread-safe. */
public final class UpstreamLists {
    private static final long DAY_MILLIS = 86_400_000;
    private final Upstream upstream;
    private final Clock clock;

    UpstreamLists(Upstream upstream, Clock clock) {
        this.upstream = upstream;
        this.clock = clock;
    }

    /**
     * What is listed.
     *
     * @param selectors each a list of matchers, series of any of them count; none: all series
     * @param label whose values are listed; empty of other lists
     * @param startMillis inclusive, as is the end; whatever is beyond the epoch's beginning or tomorrow means from or to there
     */
    public record Listing(List<List<LabelMatcher>> selectors, String label, long startMillis, long endMillis) {}

    /** Whether it is about the cluster itself: all of its series, with their labels as they are. */
    private static boolean isAboutTheCluster(Narrowing narrowing, Listing listing) {
        return narrowing.isExternal(listing.label) || listing.selectors.stream().anyMatch(narrowing::namesExternal);
    }

    /** Whether the cluster is asked about a time that begins here, or about these series at any time. */
    public boolean isAsked(Listing listing) {
        Cluster cluster = upstream.cluster();
        return cluster != null
                && (listing.startMillis < upstream.hereSince(cluster) || isAboutTheCluster(cluster.narrowing(), listing));
    }

    /** Adds the series. Gives warnings. */
    public List<String> series(Listing listing, QueryControl control, Consumer<Labels> found) {
        return ask(listing, control, "series", (cluster, answer) -> {
            boolean asTheyAre = isAboutTheCluster(cluster.narrowing(), listing);
            answer.labelSets().forEach(labels -> found.accept(asTheyAre ? labels : cluster.narrowing().stripped(labels)));
        });
    }

    /** Adds the names of labels, without those that sending adds. Gives warnings. */
    public List<String> labelNames(Listing listing, QueryControl control, Consumer<String> found) {
        return ask(listing, control, "labels", (cluster, answer) -> {
            boolean asTheyAre = isAboutTheCluster(cluster.narrowing(), listing);
            answer.names().stream().filter(name -> asTheyAre || !cluster.narrowing().isExternal(name)).forEach(found);
        });
    }

    /** Adds the values of a label; of one that sending adds, the whole cluster's. Gives warnings. */
    public List<String> labelValues(Listing listing, QueryControl control, Consumer<String> found) {
        String path = "label/" + URLEncoder.encode(listing.label, StandardCharsets.UTF_8).replace("+", "%20") + "/values";
        return ask(listing, control, path, (cluster, answer) -> answer.names().forEach(found));
    }

    private interface Taker {
        void take(Cluster cluster, ClusterAnswer answer);
    }

    private List<String> ask(Listing listing, QueryControl control, String path, Taker taker) {
        Cluster cluster = upstream.cluster();
        if (cluster == null) {
            return List.of();
        }
        var allowance = new Patience(control);
        try (Cluster.Asked asked = cluster.ask(wanted(cluster, listing, path), Cluster.Lane.QUERIES, allowance)) {
            ClusterAnswer answer = asked.answer();
            taker.take(cluster, answer);
            return answer.warnings();
        } catch (UpstreamFailure e) {
            if (cluster.config().onError() == OnError.FAIL) {
                throw e.outward();
            }
            upstream.counters().fellBack();
            return List.of(PushDown.onlyHere(e));
        }
    }

    private Wanted wanted(Cluster cluster, Listing listing, String path) {
        var fields = new ArrayList<Map.Entry<String, String>>();
        boolean asTheyAre = isAboutTheCluster(cluster.narrowing(), listing);
        List<List<LabelMatcher>> selectors = listing.selectors.isEmpty() ? List.of(List.of()) : listing.selectors;
        for (List<LabelMatcher> selector : selectors) {
            List<LabelMatcher> narrowed = asTheyAre ? selector : cluster.narrowing().matchers(selector);
            if (!narrowed.isEmpty()) {
                fields.add(Map.entry("match[]", narrowed.stream().map(LabelMatcher::toString).collect(Collectors.joining(",", "{", "}"))));
            }
        }
        fields.add(Map.entry("start", PushDown.seconds(Math.max(0, listing.startMillis))));
        fields.add(Map.entry("end", PushDown.seconds(Math.min(clock.wallMillis() + DAY_MILLIS, Math.max(0, listing.endMillis)))));
        return new Wanted(path, fields, !listing.label.isEmpty());
    }

    /** What a listing may use: its time; its memory is bounded by the answer's bytes. */
    private final class Patience implements Elsewhere.Allowance {
        private final QueryControl control;
        private final long untilNanos;

        Patience(QueryControl control) {
            this.control = control;
            untilNanos = clock.monotonicNanos() + Math.min(DAY_MILLIS, control.timeoutMillis() <= 0 ? DAY_MILLIS : control.timeoutMillis()) * 1_000_000;
        }

        @Override
        public void hold(long bytes) {
            control.hold(bytes);
        }

        @Override
        public void check() {
            if (control.isCanceled()) {
                throw new QueryException(QueryException.Type.CANCELED, "the listing of series was canceled");
            }
            if (leftMillis() <= 0) {
                throw new QueryException(QueryException.Type.TIMEOUT, "the listing of series timed out");
            }
        }

        @Override
        public long leftMillis() {
            return (untilNanos - clock.monotonicNanos()) / 1_000_000;
        }

        @Override
        public QueryControl control() {
            return control;
        }
    }
}
