package dev.plumbline.documents;

import dev.plumbline.model.PlumblineException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Documents in memory, for tests and as what other stores are compared with: it looks at every document of the kind for every
 * question. What it holds is gone with the process. Thread-safe.
 */
public final class InMemoryDocuments implements Documents {
    private final Map<String, Kind> kinds = new HashMap<>();
    private boolean closed;

    private static final class Kind {
        private final Map<String, Document> documents = new HashMap<>();
        private FieldTypes types;

        Kind(String name) {
            types = FieldTypes.none(name);
        }

        Stream<Document> matching(Filter filter) {
            types.check(filter);
            return documents.values().stream().filter(d -> matches(d, filter));
        }
    }

    @Override
    public synchronized List<WriteOutcome> write(List<Write> writes) {
        requireOpen();
        List<Write> accepted = Limits.accepted(writes);
        decideTypes(accepted);
        List<WriteOutcome> outcomes = new ArrayList<>(accepted.size());
        for (Write write : accepted) {
            outcomes.add(switch (write) {
                case Write.Put put -> put(put);
                case Write.Delete(String kind, String id) -> delete(kind, id);
            });
        }
        return outcomes;
    }

    /** Changes types only when all documents agree with them. */
    private void decideTypes(List<Write> writes) {
        Map<String, FieldTypes> decided = new HashMap<>();
        for (Write write : writes) {
            if (write instanceof Write.Put(Document document, _)) {
                Kind known = kinds.get(document.kind());
                FieldTypes types = decided.getOrDefault(document.kind(),
                        known == null ? FieldTypes.none(document.kind()) : known.types);
                decided.put(document.kind(), types.with(document));
            }
        }
        Set<String> names = new HashSet<>(kinds.keySet());
        names.addAll(decided.keySet());
        Limits.checkKinds(names.size());
        decided.forEach((kind, types) -> kinds.computeIfAbsent(kind, Kind::new).types = types);
    }

    private WriteOutcome put(Write.Put put) {
        Document document = put.document();
        Map<String, Document> documents = kinds.computeIfAbsent(document.kind(), Kind::new).documents;
        Document stored = documents.get(document.id());
        long version = stored == null ? 0 : stored.version();
        if (put.expectedVersion() != Write.ANY && put.expectedVersion() != version) {
            return new WriteOutcome.Conflict(version);
        }
        documents.put(document.id(), new Document(document.kind(), document.id(), document.timeMillis(), document.fields(),
                document.body(), version + 1));
        return new WriteOutcome.Stored(version + 1);
    }

    private WriteOutcome delete(String kind, String id) {
        Kind known = kinds.get(kind);
        if (known != null) {
            known.documents.remove(id);
        }
        return new WriteOutcome.Stored(0);
    }

    @Override
    public synchronized Optional<Document> get(String kind, String id) {
        return Optional.ofNullable(known(kind).documents.get(id));
    }

    private Kind known(String kind) {
        requireOpen();
        Kind known = kinds.get(kind);
        return known == null ? new Kind(kind) : known;
    }

    private void requireOpen() {
        if (closed) {
            throw PlumblineException.resource("the documents are closed", null);
        }
    }

    @Override
    public synchronized Page search(Search search) {
        Kind kind = known(search.kind());
        kind.types.check(search.order());
        Comparator<Position> order = order(search.order());
        Optional<Position> after = search.after().map(cursor -> Position.of(cursor, search, kind.types));
        List<Hit> hits = kind.matching(search.filter())
                .map(d -> new Hit(Position.of(d, search.order()), d))
                .filter(hit -> after.isEmpty() || order.compare(hit.position, after.get()) > 0)
                .sorted(Comparator.comparing(Hit::position, order))
                .limit(search.limit() + 1L)
                .toList();
        List<Document> documents = hits.stream().limit(search.limit()).map(Hit::document).toList();
        boolean more = hits.size() > search.limit() && search.limit() > 0;
        return new Page(documents, more
                ? Optional.of(hits.get(search.limit() - 1).position.cursor(search.kind(), search.order())) : Optional.empty());
    }

    private record Hit(Position position, Document document) {}

    private static Comparator<Position> order(List<Search.Sort> order) {
        Comparator<Position> result = (a, b) -> 0;
        for (int i = 0; i < order.size(); i++) {
            int index = i;
            boolean descending = order.get(i).descending();
            result = result.thenComparing((a, b) -> compare(a.keys().get(index).orElse(null), b.keys().get(index).orElse(null), descending));
        }
        return result.thenComparing(Position::id, CodePointOrder.ASCENDING);
    }

    private static int compare(@Nullable FieldValue a, @Nullable FieldValue b, boolean descending) {
        if (a instanceof FieldValue.Whole || b instanceof FieldValue.Whole) {
            int ascending = Long.compare(whole(a, descending), whole(b, descending));
            return descending ? -ascending : ascending;
        }
        if (a == null || b == null) {
            return a == b ? 0 : a == null ? 1 : -1;
        }
        int ascending = a instanceof FieldValue.Decimal(double x) && b instanceof FieldValue.Decimal(double y)
                ? Double.compare(x + 0.0, y + 0.0)
                : CodePointOrder.ASCENDING.compare(least(a), least(b));
        return descending ? -ascending : ascending;
    }

    /** A whole number that is missing counts as the last of all, as {@link Search} says. */
    private static long whole(@Nullable FieldValue value, boolean descending) {
        return value instanceof FieldValue.Whole(long whole) ? whole : descending ? Long.MIN_VALUE : Long.MAX_VALUE;
    }

    private static String least(FieldValue value) {
        return value instanceof FieldValue.Keyword(List<String> values) ? values.getFirst() : "";
    }

    @Override
    public synchronized long count(String kind, Filter filter) {
        return known(kind).matching(filter).count();
    }

    @Override
    public synchronized List<TimeBucket> dateHistogram(String kind, Filter filter, long intervalMillis) {
        Limits.checkInterval(intervalMillis);
        Map<Long, Long> counts = new TreeMap<>();
        known(kind).matching(filter).forEach(d -> counts.merge(Limits.bucketStart(d.timeMillis(), intervalMillis), 1L, Long::sum));
        Limits.checkBuckets(counts.size(), intervalMillis);
        return counts.entrySet().stream().map(e -> new TimeBucket(e.getKey(), e.getValue())).toList();
    }

    @Override
    public synchronized List<TermBucket> terms(String kind, Filter filter, String field, int size) {
        Limits.checkTermCount(size);
        Kind known = known(kind);
        known.types.checkTerms(field);
        Map<String, Long> counts = new HashMap<>();
        known.matching(filter).forEach(d -> {
            if (d.fields().get(field) instanceof FieldValue.Keyword(List<String> values)) {
                Set.copyOf(values).forEach(value -> counts.merge(value, 1L, Long::sum));
            }
        });
        return counts.entrySet().stream().map(e -> new TermBucket(e.getKey(), e.getValue()))
                .sorted(Comparator.comparingLong(TermBucket::count).reversed()
                        .thenComparing(TermBucket::value, CodePointOrder.ASCENDING))
                .limit(size).toList();
    }

    @Override
    public synchronized long expire(String kind, long beforeMillis) {
        Map<String, Document> documents = known(kind).documents;
        int before = documents.size();
        documents.values().removeIf(d -> d.timeMillis() < beforeMillis);
        return before - documents.size();
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    private static boolean matches(Document d, Filter filter) {
        return switch (filter) {
            case Filter.All _ -> true;
            case Filter.AnyOf(String field, List<String> wanted) ->
                d.fields().get(field) instanceof FieldValue.Keyword(List<String> values) && values.stream().anyMatch(wanted::contains);
            case Filter.Time(long from, long to) -> d.timeMillis() >= from && d.timeMillis() <= to;
            case Filter.WholeRange(String field, long from, long to) ->
                d.fields().get(field) instanceof FieldValue.Whole(long value) && value >= from && value <= to;
            case Filter.DecimalRange(String field, double from, double to) ->
                d.fields().get(field) instanceof FieldValue.Decimal(double value) && value >= from && value <= to;
            case Filter.Words(String field, String words) ->
                d.fields().get(field) instanceof FieldValue.Text(String text) && Words.of(text).containsAll(Words.of(words));
            case Filter.And(List<Filter> filters) -> filters.stream().allMatch(f -> matches(d, f));
            case Filter.Or(List<Filter> filters) -> filters.stream().anyMatch(f -> matches(d, f));
            case Filter.Not(Filter inner) -> !matches(d, inner);
        };
    }
}
