package dev.plumbline.daemon.api.prometheus;

import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.api.http.BadParameter;
import dev.plumbline.daemon.api.http.JsonBytes;
import dev.plumbline.daemon.api.http.Parameters;
import dev.plumbline.daemon.queries.Queries;
import dev.plumbline.daemon.queries.QueryRequest;
import dev.plumbline.daemon.queries.QueryRequest.Kind;
import dev.plumbline.daemon.queries.Work;
import dev.plumbline.daemon.upstream.UpstreamLists;
import dev.plumbline.daemon.upstream.UpstreamLists.Listing;
import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.promql.QueryControl;
import dev.plumbline.promql.QueryException;
import dev.plumbline.storage.Querier;
import dev.plumbline.storage.Queryable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code /series}, {@code /labels} and {@code /label/{name}/values}: what there is, without samples. */
public final class SeriesApi {
    static final String TRUNCATED = "results truncated due to limit";
    private final Queryable store;
    private final Queries queries;
    private final @Nullable UpstreamLists upstream;

    /** @param upstream who knows more than the store; null: nobody */
    public SeriesApi(Queryable store, Queries queries, @Nullable UpstreamLists upstream) {
        this.store = store;
        this.queries = queries;
        this.upstream = upstream;
    }

    /** {@code /series}: needs at least one {@code match[]}. */
    Queries.Ticket<Answer> series(Parameters p, Asker asker) {
        if (p.all("match[]").isEmpty()) {
            throw new BadParameter("no match[] parameter provided");
        }
        var selectors = Selectors.of(p, "invalid parameter \"match[]\": ");
        int limit = RequestTimes.limit(p);
        var span = Span.of(p);
        var listing = new Listing(selectors, "", span.start, span.end);
        return submit(request(Kind.SERIES, p, asker), listing, span.length(), control -> {
            var found = new ArrayList<List<Labels>>();
            List<String> warnings = isElsewhere(listing) ? elsewhere(found, add -> upstream().series(listing, control, add)) : List.of();
            try (Querier querier = store.querier(span.start, span.end)) {
                for (var selector : selectors) {
                    check(control);
                    found.add(querier.labelSets(selector));
                }
            }
            return list(union(found), limit, warnings, ResultJson::labels);
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
        var listing = new Listing(selectors, what, span.start, span.end);
        return submit(request(Kind.LABELS, p, asker), listing, 31 * span.length() + what.hashCode(), control -> {
            var found = new ArrayList<List<String>>();
            List<String> warnings = isElsewhere(listing) ? elsewhere(found, add -> names(listing, control, add)) : List.of();
            try (Querier querier = store.querier(span.start, span.end)) {
                if (selectors.isEmpty()) {
                    found.add(ask.apply(querier, List.of()));
                }
                for (var selector : selectors) {
                    check(control);
                    found.add(ask.apply(querier, selector));
                }
            }
            return list(union(found), limit, warnings, JsonBytes::string);
        });
    }

    private List<String> names(Listing listing, QueryControl control, Consumer<String> found) {
        return listing.label().isEmpty() ? upstream().labelNames(listing, control, found)
                : upstream().labelValues(listing, control, found);
    }

    private boolean isElsewhere(Listing listing) {
        return upstream != null && upstream.isAsked(listing);
    }

    private UpstreamLists upstream() {
        return Objects.requireNonNull(upstream);
    }

    /** What asks others never runs on the connection's thread. */
    private Queries.Ticket<Answer> submit(QueryRequest request, Listing listing, long extent, Work<Answer> work) {
        return isElsewhere(listing) ? queries.submit(request, Queries.Bounds.DEFAULT, work)
                : queries.submitHere(request, Queries.Bounds.DEFAULT, extent, work);
    }

    /** What an upstream tells, as one more list; answers its warnings. */
    private static <T extends Comparable<T>> List<String> elsewhere(List<List<T>> found, Function<Consumer<T>, List<String>> ask) {
        var all = new TreeSet<T>();
        List<String> warnings = ask.apply(all::add);
        found.add(List.copyOf(all));
        return warnings;
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

    private static <T> Answer list(Collection<T> items, int limit, List<String> warnings, BiConsumer<JsonBytes, T> write) {
        boolean cut = limit > 0 && items.size() > limit;
        List<String> all = new ArrayList<>(warnings);
        if (cut) {
            all.add(TRUNCATED);
        }
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
        }, all, List.of());
    }
}
