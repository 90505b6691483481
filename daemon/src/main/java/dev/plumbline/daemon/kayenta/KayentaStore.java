package dev.plumbline.daemon.kayenta;

import dev.plumbline.analysis.value.JsonText;
import dev.plumbline.analysis.value.Value;
import dev.plumbline.documents.Document;
import dev.plumbline.documents.Documents;
import dev.plumbline.documents.FieldValue;
import dev.plumbline.documents.Filter;
import dev.plumbline.documents.Page;
import dev.plumbline.documents.Search;
import dev.plumbline.documents.Write;
import dev.plumbline.documents.WriteOutcome;
import dev.plumbline.model.PlumblineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The documents of this package (docs/formats/kayenta-documents.md). Before {@link #open} every call is refused. Thread-safe. */
final class KayentaStore {
    static final String CONFIG = "kayenta-config";
    static final String EXECUTION = "kayenta-execution";
    static final String OBJECT = "kayenta-object";
    /** How long executions and objects are kept. */
    static final long KEEP_MILLIS = 35L * 86_400_000;
    /** How many of a kind are kept beyond the newest hour. */
    static final long KEEP_COUNT = 20_000;
    private static final int PAGE = 50;
    private static final long HOUR_MILLIS = 3_600_000;
    private volatile @Nullable Documents documents;

    void open(Documents opened) {
        documents = opened;
    }

    private Documents opened() {
        Documents open = documents;
        if (open == null) {
            throw PlumblineException.resource("the daemon is starting", null);
        }
        return open;
    }

    /** A document of an execution. */
    static Document execution(String type, String id, Order.Origin by, Progress progress, Value body) {
        Map<String, FieldValue> fields = Map.of("type", keyword(type), "application", keyword(by.application()),
                "status", keyword(progress.status().name()));
        return Document.of(EXECUTION, id, progress.builtMillis(), fields, JsonText.write(body));
    }

    static FieldValue keyword(String text) {
        return new FieldValue.Keyword(text);
    }

    /** Writes all of them, or says why it is unknown whether they are. */
    void write(List<Document> all) {
        change(all.stream().map(d -> (Write) new Write.Put(d)).toList());
    }

    /** Whether it was written: not when there is one of this id. */
    boolean add(Document document) {
        return change(List.of(new Write.Put(document, Write.ABSENT))).getFirst() instanceof WriteOutcome.Stored;
    }

    void delete(String kind, String id) {
        change(List.of(new Write.Delete(kind, id)));
    }

    private List<WriteOutcome> change(List<Write> writes) {
        try {
            return opened().write(writes);
        } catch (PlumblineException e) {
            throw e;
        } catch (RuntimeException e) {
            throw PlumblineException.resource("writing documents failed: " + e, e);
        }
    }

    Optional<Document> get(String kind, String id) {
        return opened().get(kind, id);
    }

    long count(String kind, Filter filter) {
        return opened().count(kind, filter);
    }

    /** The values of a keyword field, at most so many. */
    List<String> values(String kind, Filter filter, String field, int most) {
        return opened().terms(kind, filter, field, most).stream().map(Documents.TermBucket::value).toList();
    }

    /** Hands over every document, oldest first. */
    void each(String kind, Filter filter, Consumer<Document> taker) {
        var search = Search.of(kind, filter, PAGE, Search.Sort.ascending("time"));
        while (true) {
            Page page = opened().search(search);
            page.documents().forEach(taker);
            if (page.next().isEmpty() || page.documents().isEmpty()) {
                return;
            }
            search = search.after(page.next().get());
        }
    }

    /**
     * The newest first, a page of them.
     *
     * @param number of the page, from 1
     */
    List<Document> newest(String kind, Filter filter, int size, int number) {
        var search = Search.of(kind, filter, size, Search.Sort.descending("time"));
        for (int i = 1;; i++) {
            Page page = opened().search(search);
            if (i == number) {
                return page.documents();
            }
            if (page.next().isEmpty()) {
                return List.of();
            }
            search = search.after(page.next().get());
        }
    }

    /** Forgets what is too old, and what is too much. */
    void expire(long nowMillis) {
        for (String kind : List.of(EXECUTION, OBJECT)) {
            opened().expire(kind, nowMillis - KEEP_MILLIS);
            long cut = cut(new ArrayList<>(opened().dateHistogram(kind, new Filter.All(), HOUR_MILLIS)));
            if (cut > Long.MIN_VALUE) {
                opened().expire(kind, cut);
            }
        }
    }

    /** The first millisecond that is kept so that there are not too many; the newest bucket always is. */
    private static long cut(List<Documents.TimeBucket> ascending) {
        long kept = 0;
        for (int i = ascending.size() - 1; i >= 0; i--) {
            kept += ascending.get(i).count();
            if (kept > KEEP_COUNT) {
                return ascending.get(Math.min(i + 1, ascending.size() - 1)).startMillis();
            }
        }
        return Long.MIN_VALUE;
    }
}
