package dev.plumbline.daemon.api.prometheus;

import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.api.http.Parameters;
import dev.plumbline.daemon.queries.Queries;
import dev.plumbline.daemon.queries.QueryRequest;
import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.model.StaleMarker;
import dev.plumbline.promql.QueryException;
import dev.plumbline.storage.Querier;
import dev.plumbline.storage.Queryable;
import dev.plumbline.storage.Samples;
import dev.plumbline.storage.Series;
import dev.plumbline.time.Clock;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code /federate}: the newest sample of each selected series, in the text format, with external labels added. Native
 * histograms have no form there and are left out, as Prometheus leaves them out of text.
 */
public final class FederateApi {
    /** Series of one name stand together. */
    private static final Comparator<Labels> FAMILIES =
            Comparator.<Labels, String>comparing(l -> Objects.requireNonNullElse(l.get("__name__"), "")).thenComparing(l -> l);
    private final Queryable store;
    private final Queries queries;
    private final Clock clock;
    private final long lookbackMillis;
    private final Supplier<Labels> externalLabels;

    /** @param externalLabels those of the configuration in force */
    public FederateApi(Queryable store, Queries queries, Clock clock, long lookbackMillis, Supplier<Labels> externalLabels) {
        this.store = store;
        this.queries = queries;
        this.clock = clock;
        this.lookbackMillis = lookbackMillis;
        this.externalLabels = externalLabels;
    }

    private record Newest(long timeMillis, double value) {}

    /** {@code match[]} any number of times; {@code utf8}: names need not be escaped. */
    Queries.Ticket<Answer> federate(Parameters p, boolean utf8, Asker asker) {
        var selectors = Selectors.of(p, "");
        long now = clock.wallMillis();
        var request = new QueryRequest(QueryRequest.Kind.FEDERATE, String.join(" ", p.all("match[]")), asker.client(), asker.agent());
        return queries.submit(request, Queries.Bounds.DEFAULT, control -> {
            var found = new TreeMap<Labels, Newest>(FAMILIES);
            try (Querier querier = store.querier(now - lookbackMillis + 1, now)) {
                for (List<LabelMatcher> selector : selectors) {
                    for (Series series : querier.select(selector)) {
                        if (control.isCanceled()) {
                            throw new QueryException(QueryException.Type.CANCELED, "the federation was canceled");
                        }
                        Newest newest = newest(series.samples(now - lookbackMillis + 1, now));
                        if (newest != null) {
                            found.put(series.labels(), newest);
                        }
                    }
                }
            }
            return answer(found, utf8);
        });
    }

    private static @Nullable Newest newest(Samples samples) {
        if (samples.isEmpty()) {
            return null;
        }
        int last = samples.to() - 1;
        double value = samples.values()[last];
        return samples.histogram(last) != null || StaleMarker.is(value) ? null : new Newest(samples.times()[last], value);
    }

    private Answer answer(Map<Labels, Newest> found, boolean utf8) {
        var text = new FederateText(externalLabels.get(), utf8);
        found.forEach((labels, newest) -> text.sample(labels, newest.timeMillis, newest.value));
        String type = "text/plain; version=0.0.4; charset=utf-8; escaping=" + (utf8 ? "allow-utf-8" : "underscores");
        return new Answer(200, type, text.toString().getBytes(StandardCharsets.UTF_8), Map.of());
    }

    /** A failure as Prometheus's federation tells it: a line of text. */
    static Answer failure(PlumblineException e) {
        return Answer.text(Envelope.failure(e).status(), e.getMessage() + "\n");
    }
}
