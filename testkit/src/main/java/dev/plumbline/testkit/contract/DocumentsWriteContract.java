package dev.plumbline.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.documents.Document;
import dev.plumbline.documents.Documents;
import dev.plumbline.documents.FieldValue;
import dev.plumbline.documents.FieldValue.Decimal;
import dev.plumbline.documents.FieldValue.Keyword;
import dev.plumbline.documents.FieldValue.Text;
import dev.plumbline.documents.FieldValue.Whole;
import dev.plumbline.documents.Filter;
import dev.plumbline.documents.InMemoryDocuments;
import dev.plumbline.documents.Search;
import dev.plumbline.documents.Write;
import dev.plumbline.documents.WriteOutcome;
import dev.plumbline.documents.WriteOutcome.Conflict;
import dev.plumbline.documents.WriteOutcome.Stored;
import dev.plumbline.model.PlumblineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of documents does with writes: the first part of {@link DocumentsContract}. */
public abstract class DocumentsWriteContract {
    /** What the tests write to. */
    protected Documents documents = new InMemoryDocuments();

    /** A new, empty store. */
    protected abstract Documents create() throws Exception;

    @BeforeEach
    void open() throws Exception {
        documents = create();
    }

    @AfterEach
    void close() {
        documents.close();
    }

    /** A document of kind {@code note}. */
    protected static Document note(String id, long time, Map<String, FieldValue> fields) {
        return Document.of("note", id, time, fields, "{\"id\":\"" + id + "\"}");
    }

    protected WriteOutcome put(Document document, long expected) {
        return documents.write(List.of(new Write.Put(document, expected))).getFirst();
    }

    protected void put(Document... several) {
        documents.write(java.util.Arrays.stream(several).<Write>map(Write.Put::new).toList());
    }

    protected List<String> ids(Filter filter, Search.Sort... order) {
        return documents.search(Search.of("note", filter, 1000, order)).documents().stream().map(Document::id).toList();
    }

    /** That the asker did wrong, in words that hold all of these. */
    protected static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable question, String... words) {
        assertThatThrownBy(question).isInstanceOfSatisfying(PlumblineException.class, e -> {
            assertThat(e.kind()).as(e.getMessage()).isEqualTo(PlumblineException.Kind.USER);
            assertThat(e.getMessage()).contains(words);
        });
    }

    @Test
    void aDocumentComesBackAsItWasWritten() {
        Map<String, FieldValue> fields = Map.of("who", new Keyword(List.of("b", "a", "b")), "none", new Keyword(List.of()), "what",
                new Text("Größe: 大きい"), "n", new Whole(Long.MIN_VALUE), "x", new Decimal(-0.5));
        Document written = Document.of("note", "1", -5, fields, "body \u0000 \n 😀");
        assertThat(put(written, Write.ABSENT)).isEqualTo(new Stored(1));
        assertThat(documents.get("note", "1")).contains(new Document("note", "1", -5, fields, "body \u0000 \n 😀", 1));
        assertThat(documents.get("note", "2")).isEmpty();
        assertThat(documents.search(Search.of("note", new Filter.All(), 10)).documents())
                .containsExactly(new Document("note", "1", -5, fields, "body \u0000 \n 😀", 1));
    }

    @Test
    void versionsGuardWrites() {
        Document first = note("1", 0, Map.of("n", new Whole(1)));
        Document other = note("1", 0, Map.of("n", new Whole(2)));
        assertThat(put(first, 1)).isEqualTo(new Conflict(0));
        assertThat(put(first, Write.ABSENT)).isEqualTo(new Stored(1));
        assertThat(put(other, Write.ABSENT)).isEqualTo(new Conflict(1));
        assertThat(put(other, 2)).isEqualTo(new Conflict(1));
        assertThat(documents.get("note", "1").orElseThrow().fields()).isEqualTo(first.fields());
        assertThat(put(other, 1)).isEqualTo(new Stored(2));
        assertThat(put(first, Write.ANY)).isEqualTo(new Stored(3));
        assertThat(documents.get("note", "1").orElseThrow().version()).isEqualTo(3);
        assertThat(documents.count("note", new Filter.All())).isEqualTo(1);
    }

    @Test
    void aDeletedDocumentIsAbsentAndBeginsAnew() {
        put(note("1", 0, Map.of()), Write.ANY);
        assertThat(documents.write(List.of(new Write.Delete("note", "1"), new Write.Delete("note", "2"), new Write.Delete("nothing", "1"))))
                .containsOnly(new Stored(0));
        assertThat(documents.get("note", "1")).isEmpty();
        assertThat(ids(new Filter.All())).isEmpty();
        assertThat(put(note("1", 0, Map.of()), 1)).isEqualTo(new Conflict(0));
        assertThat(put(note("1", 0, Map.of()), Write.ABSENT)).isEqualTo(new Stored(1));
    }

    @Test
    void theWritesOfACallAreDoneInOrder() {
        assertThat(documents.write(List.of(new Write.Put(note("1", 1, Map.of()), Write.ABSENT), new Write.Put(note("1", 2, Map.of()), 1),
                new Write.Put(note("1", 3, Map.of()), 1), new Write.Delete("note", "1"), new Write.Put(note("1", 4, Map.of()), Write.ABSENT))))
                .containsExactly(new Stored(1), new Stored(2), new Conflict(2), new Stored(0), new Stored(1));
        assertThat(documents.get("note", "1").orElseThrow().timeMillis()).isEqualTo(4);
        assertThat(documents.write(List.of())).isEmpty();
    }

    @Test
    void kindsDoNotMeet() {
        put(Document.of("a", "1", 0, Map.of("f", new Keyword("x")), "a"), Document.of("b-2", "1", 0, Map.of("f", new Whole(1)), "b"));
        assertThat(documents.get("a", "1").orElseThrow().body()).isEqualTo("a");
        assertThat(documents.get("b-2", "1").orElseThrow().body()).isEqualTo("b");
        assertThat(documents.expire("a", 1)).isEqualTo(1);
        assertThat(documents.count("b-2", new Filter.WholeRange("f", 1, 1))).isEqualTo(1);
    }

    @Test
    void anUnknownKindIsEmpty() {
        assertThat(documents.get("nothing", "1")).isEmpty();
        assertThat(documents.get("../x", "1")).isEmpty();
        assertThat(documents.count("nothing", new Filter.All())).isZero();
        assertThat(documents.search(Search.of("nothing", new Filter.AnyOf("f", "x"), 10, Search.Sort.ascending("f"))).documents()).isEmpty();
        assertThat(documents.terms("nothing", new Filter.All(), "f", 10)).isEmpty();
        assertThat(documents.dateHistogram("nothing", new Filter.All(), 10)).isEmpty();
        assertThat(documents.expire("nothing", Long.MAX_VALUE)).isZero();
    }

    @Test
    void idsAreAnyCharacters() {
        List<String> odd = List.of("/", "..", "a b", "{\"x\"}", "ü", "😀", "\n", "\u0000", "*", "a\\b", "日本", "x".repeat(512));
        put(odd.stream().map(id -> note(id, 0, Map.of())).toArray(Document[]::new));
        odd.forEach(id -> assertThat(documents.get("note", id).orElseThrow().id()).isEqualTo(id));
        assertThat(ids(new Filter.All())).containsExactlyInAnyOrderElementsOf(odd);
        refused(() -> put(note("half \uD83D", 0, Map.of()), Write.ANY), "surrogate");
    }

    @Test
    void halfACharacterCostsNoDocument() {
        put(Document.of("note", "1", 0, Map.of("k", new Keyword("a\uDE00")), "b\uD83Dc"), Write.ANY);
        Document kept = documents.get("note", "1").orElseThrow();
        assertThat(kept.body()).isEqualTo("b\uFFFDc");
        assertThat(kept.fields()).containsEntry("k", new Keyword("a\uFFFD"));
    }

    @Test
    void bodiesAreLargeAndHaveALimit() {
        String megabytes = "0123456789abcdef".repeat(3 << 16);
        put(Document.of("note", "big", 0, Map.of(), megabytes), Write.ANY);
        assertThat(documents.get("note", "big").orElseThrow().body()).isEqualTo(megabytes);
        refused(() -> put(Document.of("note", "huge", 0, Map.of(), "ä".repeat(8 << 20) + "x"), Write.ANY), "huge", "body", "16 MiB");
        assertThat(documents.get("note", "huge")).isEmpty();
    }

    @Test
    void aFieldKeepsItsType() {
        put(note("1", 0, Map.of("f", new Whole(1))), Write.ANY);
        refused(() -> documents.write(List.of(new Write.Put(note("2", 0, Map.of())), new Write.Put(note("3", 0, Map.of("f", new Keyword("x")))))),
                "\"f\"", "keyword", "whole number", "note", "3");
        assertThat(ids(new Filter.All())).containsExactly("1");
        refused(() -> put(note("4", 0, Map.of("new", new Text("x"))), note("5", 0, Map.of("new", new Decimal(1)))), "\"new\"", "text");
        documents.write(List.of(new Write.Delete("note", "1")));
        refused(() -> put(note("2", 0, Map.of("f", new Decimal(1))), Write.ANY), "\"f\"");
    }

    @Test
    void limitsOfWritesAreToldBeforeAnythingIsDone() {
        List<Write> many = new ArrayList<>(java.util.Collections.nCopies(Documents.MAX_WRITES + 1, new Write.Delete("note", "1")));
        refused(() -> documents.write(many), "10001", "10000");
        put(note("1", 0, Map.of("k", new Keyword("x".repeat(8_191)))), Write.ANY);
        refused(() -> put(note("2", 0, Map.of("k", new Keyword("x".repeat(8_192)))), Write.ANY), "\"k\"", "8192", "8191");
        refused(() -> put(note("2", 0, Map.of("k", new Keyword(java.util.Collections.nCopies(1_001, "v")))), Write.ANY), "1001", "1000");
        Map<String, FieldValue> fields = new java.util.HashMap<>();
        IntStream.range(0, 1_001).forEach(i -> fields.put("f" + i, new Whole(i)));
        refused(() -> put(note("2", 0, fields), Write.ANY), "1000", "fields");
        assertThat(ids(new Filter.All())).containsExactly("1");
    }

    @Test
    void kindsHaveALimit() {
        IntStream.range(0, 64).forEach(i -> put(Document.of("kind-" + i, "1", 0, Map.of(), ""), Write.ANY));
        refused(() -> put(Document.of("one-too-many", "1", 0, Map.of(), ""), Write.ANY), "64", "kinds");
        assertThat(documents.count("one-too-many", new Filter.All())).isZero();
    }

    @Test
    void ofRacingWritersExactlyOneWins() throws Exception {
        int racers = 8;
        int rounds = 20;
        for (int round = 0; round < rounds; round++) {
            long expected = round;
            List<WriteOutcome> outcomes = together(racers, i -> put(note("1", i, Map.of("n", new Whole(i))), expected));
            assertThat(outcomes).filteredOn(Stored.class::isInstance).containsExactly(new Stored(round + 1));
            assertThat(outcomes).filteredOn(Conflict.class::isInstance).hasSize(racers - 1).containsOnly(new Conflict(round + 1));
        }
    }

    @Test
    void anAcknowledgedWriteIsVisibleToEveryQuestion() throws Exception {
        var wrong = new AtomicInteger();
        together(8, thread -> {
            for (int i = 0; i < 40; i++) {
                String id = thread + "-" + i;
                put(note(id, i, Map.of("thread", new Whole(thread))), Write.ABSENT);
                boolean found = documents.get("note", id).isPresent()
                        && documents.count("note", new Filter.WholeRange("thread", thread, thread)) == i + 1
                        && documents.search(Search.of("note", new Filter.WholeRange("thread", thread, thread), 1,
                                Search.Sort.descending("time"))).documents().getFirst().id().equals(id);
                wrong.addAndGet(found ? 0 : 1);
            }
            return thread;
        });
        assertThat(wrong).hasValue(0);
        assertThat(documents.count("note", new Filter.All())).isEqualTo(320);
    }

    @Test
    void aClosedStoreSaysSo() {
        documents.close();
        documents.close();
        assertThatThrownBy(() -> put(note("1", 0, Map.of()), Write.ANY)).isInstanceOfSatisfying(PlumblineException.class,
                e -> assertThat(e.kind()).isEqualTo(PlumblineException.Kind.RESOURCE)).hasMessageContaining("closed");
        assertThatThrownBy(() -> documents.count("note", new Filter.All())).hasMessageContaining("closed");
    }

    /** A part of a race. */
    protected interface Racer<T> {
        T run(int index) throws Exception;
    }

    /** Runs so many at the same time and waits for all. */
    protected static <T> List<T> together(int racers, Racer<T> racer) throws Exception {
        var start = new java.util.concurrent.CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = IntStream.range(0, racers).mapToObj(i -> threads.submit((Callable<T>) () -> {
                start.await();
                return racer.run(i);
            })).toList();
            start.countDown();
            List<T> results = new ArrayList<>();
            for (var one : running) {
                results.add(one.get());
            }
            return results;
        }
    }
}
