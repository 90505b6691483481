package dev.plumbline.daemon.api.prometheus;

import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.api.http.BadParameter;
import dev.plumbline.daemon.api.http.JsonBytes;
import dev.plumbline.daemon.api.http.Parameters;
import dev.plumbline.daemon.queries.Queries;
import dev.plumbline.daemon.queries.QueryRequest;
import dev.plumbline.daemon.queries.QueryRequest.Kind;
import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.promql.QueryControl;
import dev.plumbline.promql.QueryException;
import dev.plumbline.storage.Querier;
import dev.plumbline.storage.Queryable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/** {@code /series}, {@code /labels} and {@code /label/{name}/values}: what there is, without samples. */
public final class SeriesApi {
    static final String TRUNCATED = "results truncated due to limit";
    private final Queryable store;
    private final Queries queries;

    public SeriesApi(Queryable store, Queries queries) {
        this.store = store;
        this.queries = queries;
    }

    /** {@code /series}: needs at least one {@code match[]}. */
    Queries.Ticket<Answer> series(Parameters p, Asker asker) {
        if (p.all("match[]").isEmpty()) {
            throw new BadParameter("no match[] parameter provided");
        }
        var selectors = Selectors.of(p, "invalid parameter \"match[]\": ");
        int limit = RequestTimes.limit(p);
        var span = Span.of(p);
        return queries.submitHere(request(Kind.SERIES, p, asker), Queries.Bounds.DEFAULT, span.length(), control -> {
            var found = new ArrayList<List<Labels>>();
            try (Querier querier = store.querier(span.start, span.end)) {
                for (var selector : selectors) {
                    check(control);
                    found.add(querier.labelSets(selector));
                }
            }
            return list(union(found), limit, ResultJson::labels);
        });
    }

    /** {@code /labels}: names, of all series or of those that match. */
    Queries.Ticket<Answer> labelNames(Parameters p, Asker asker) {
        return union("", p, asker, Querier::labelNames);
    }

    /** {@code /label/{name}/values}; a name that starts with {@code U__} is unescaped first. */
    Queries.Ticket<Answer> labelValues(String name, Parameters p, Asker asker) {
        String unescaped = EscapedNames.unescape(name);
        return union(unescaped, p, asker, (querier, matchers) -> querier.labelValues(unescaped, matchers));
    }

    private Queries.Ticket<Answer> union(String what, Parameters p, Asker asker, BiFunction<Querier, Collection<LabelMatcher>, List<String>> ask) {
        var selectors = Selectors.of(p, "");
        int limit = RequestTimes.limit(p);
        var span = Span.of(p);
        return queries.submitHere(request(Kind.LABELS, p, asker), Queries.Bounds.DEFAULT, 31 * span.length() + what.hashCode(), control -> {
            var found = new ArrayList<List<String>>();
            try (Querier querier = store.querier(span.start, span.end)) {
                if (selectors.isEmpty()) {
                    found.add(ask.apply(querier, List.of()));
                }
                for (var selector : selectors) {
                    check(control);
                    found.add(ask.apply(querier, selector));
                }
            }
            return list(union(found), limit, JsonBytes::string);
        });
    }

    /** All items, ascending, each once; so is each list by itself. */
    private static <T extends Comparable<T>> Collection<T> union(List<List<T>> lists) {
        if (lists.size() == 1) {
            return lists.getFirst();
        }
        var all = new TreeSet<T>();
        lists.forEach(all::addAll);
        return all;
    }

    private static QueryRequest request(Kind kind, Parameters p, Asker asker) {
        return new QueryRequest(kind, String.join(" ", p.all("match[]")), asker.client(), asker.agent());
    }

    private static void check(QueryControl control) {
        if (control.isCanceled()) {
            throw new QueryException(QueryException.Type.CANCELED, "the listing of series was canceled");
        }
    }

    private record Span(long start, long end) {
        /** Of the same length tomorrow: what the same question asks for then takes as long. */
        long length() {
            return end - start;
        }

        static Span of(Parameters p) {
            return new Span(RequestTimes.time(p, "start", RequestTimes.MIN), RequestTimes.time(p, "end", RequestTimes.MAX));
        }
    }

    private static <T> Answer list(Collection<T> items, int limit, BiConsumer<JsonBytes, T> write) {
        boolean cut = limit > 0 && items.size() > limit;
        return Envelope.success(json -> {
            json.raw('[');
            int left = cut ? limit : items.size();
            for (T item : items) {
                if (left-- == 0) {
                    break;
                }
                write.accept(json.next(), item);
            }
            json.raw(']');
        }, cut ? List.of(TRUNCATED) : List.of(), List.of());
    }
}
