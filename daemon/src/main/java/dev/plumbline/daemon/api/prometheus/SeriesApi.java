package dev.plumbline.daemon.api.prometheus;

import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.api.http.BadParameter;
import dev.plumbline.daemon.api.http.JsonBytes;
import dev.plumbline.daemon.api.http.Parameters;
import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.promql.QueryException;
import dev.plumbline.promql.parser.PromqlParser;
import dev.plumbline.storage.Querier;
import dev.plumbline.storage.Queryable;
import dev.plumbline.storage.Series;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.BiFunction;

/** {@code /series}, {@code /labels} and {@code /label/{name}/values}: what there is, without samples. */
public final class SeriesApi {
    private static final long MIN_TIME = Long.MIN_VALUE / 1_000_000 + 1;
    private static final long MAX_TIME = Long.MAX_VALUE / 1_000_000;
    private static final String TRUNCATED = "results truncated due to limit";
    private final Queryable store;

    public SeriesApi(Queryable store) {
        this.store = store;
    }

    /** {@code /series}: needs at least one {@code match[]}. */
    public Answer series(Parameters p) {
        if (p.all("match[]").isEmpty()) {
            throw new BadParameter("no match[] parameter provided");
        }
        var selectors = selectors(p, "invalid parameter \"match[]\": ");
        int limit = RequestTimes.limit(p);
        var found = new TreeSet<Labels>();
        try (Querier querier = querier(p)) {
            for (var selector : selectors) {
                for (Series series : querier.select(selector)) {
                    found.add(series.labels());
                }
            }
        }
        return list(found, limit, ResultJson::labels);
    }

    /** {@code /labels}: names, of all series or of those that match. */
    public Answer labelNames(Parameters p) {
        return union(p, Querier::labelNames);
    }

    /** {@code /label/{name}/values}; a name that starts with {@code U__} is unescaped first. */
    public Answer labelValues(String name, Parameters p) {
        String unescaped = EscapedNames.unescape(name);
        return union(p, (querier, matchers) -> querier.labelValues(unescaped, matchers));
    }

    private Answer union(Parameters p, BiFunction<Querier, Collection<LabelMatcher>, List<String>> ask) {
        var selectors = selectors(p, "");
        int limit = RequestTimes.limit(p);
        var found = new TreeSet<String>();
        try (Querier querier = querier(p)) {
            if (selectors.isEmpty()) {
                found.addAll(ask.apply(querier, List.of()));
            }
            for (var selector : selectors) {
                found.addAll(ask.apply(querier, selector));
            }
        }
        return list(found, limit, JsonBytes::string);
    }

    private Querier querier(Parameters p) {
        long start = RequestTimes.time(p, "start", MIN_TIME);
        long end = RequestTimes.time(p, "end", MAX_TIME);
        return store.querier(start, end);
    }

    /** {@code prefix} stands before what the parser says: Prometheus words it differently for series and for labels. */
    private static List<List<LabelMatcher>> selectors(Parameters p, String prefix) {
        var selectors = new ArrayList<List<LabelMatcher>>();
        for (String text : p.all("match[]")) {
            selectors.add(selector(text, prefix));
        }
        return selectors;
    }

    private static List<LabelMatcher> selector(String text, String prefix) {
        List<LabelMatcher> matchers;
        try {
            matchers = PromqlParser.parseSelector(text);
        } catch (QueryException e) {
            throw new BadParameter(prefix + e.getMessage());
        }
        if (matchers.stream().allMatch(LabelMatcher::matchesEmpty)) {
            throw new BadParameter("match[] must contain at least one non-empty matcher");
        }
        return matchers;
    }

    private static <T> Answer list(Collection<T> items, int limit, java.util.function.BiConsumer<JsonBytes, T> write) {
        boolean cut = limit > 0 && items.size() > limit;
        return Envelope.success(json -> {
            json.raw('[');
            items.stream().limit(cut ? limit : Long.MAX_VALUE).forEach(item -> write.accept(json.next(), item));
            json.raw(']');
        }, cut ? List.of(TRUNCATED) : List.of(), List.of());
    }
}
