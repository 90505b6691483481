package dev.plumbline.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.documents.Document;
import dev.plumbline.documents.FieldValue;
import dev.plumbline.documents.FieldValue.Decimal;
import dev.plumbline.documents.FieldValue.Keyword;
import dev.plumbline.documents.FieldValue.Text;
import dev.plumbline.documents.FieldValue.Whole;
import dev.plumbline.documents.Filter;
import dev.plumbline.documents.Page;
import dev.plumbline.documents.Search;
import dev.plumbline.documents.Search.Sort;
import dev.plumbline.documents.Write;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store of documents finds, and in which order: the second part of {@link DocumentsContract}. */
public abstract class DocumentsSearchContract extends DocumentsWriteContract {
    private static final int MANY = 3_000;

    private static Filter words(String words) {
        return new Filter.Words("text", words);
    }

    @Test
    void keywordsAreExact() {
        put(note("1", 0, Map.of("k", new Keyword(List.of("a", "b")))), note("2", 0, Map.of("k", new Keyword("A"))), note("3", 0, Map.of()),
                note("4", 0, Map.of("k", new Keyword(List.of()))), note("5", 0, Map.of("k", new Keyword("a b"))), note("6", 0, Map.of("k", new Keyword(""))));
        assertThat(ids(new Filter.AnyOf("k", "a"))).containsExactly("1");
        assertThat(ids(new Filter.AnyOf("k", List.of("A", "b", "c", "b")))).containsExactly("1", "2");
        assertThat(ids(new Filter.AnyOf("k", ""))).containsExactly("6");
        assertThat(ids(new Filter.AnyOf("k", List.of()))).isEmpty();
        assertThat(ids(new Filter.AnyOf("other", "a"))).isEmpty();
    }

    @Test
    void rangesIncludeBothEnds() {
        put(IntStream.rangeClosed(1, 5).mapToObj(i -> note("" + i, i * 10L - 30, Map.of("n", new Whole(i), "x", new Decimal(i / 2.0))))
                .toArray(Document[]::new));
        put(note("6", Long.MAX_VALUE, Map.of("n", new Whole(Long.MAX_VALUE), "x", new Decimal(Double.POSITIVE_INFINITY))),
                note("7", Long.MIN_VALUE, Map.of("n", new Whole(Long.MIN_VALUE), "x", new Decimal(-0.0))), note("8", 0, Map.of()));
        assertThat(ids(new Filter.Time(-20, 0))).containsExactly("1", "2", "3", "8");
        assertThat(ids(new Filter.WholeRange("n", 2, 4))).containsExactly("2", "3", "4");
        assertThat(ids(new Filter.WholeRange("n", 4, 2))).isEmpty();
        assertThat(ids(new Filter.WholeRange("n", Long.MIN_VALUE, Long.MAX_VALUE))).containsExactly("1", "2", "3", "4", "5", "6", "7");
        assertThat(ids(new Filter.DecimalRange("x", 1, 2))).containsExactly("2", "3", "4");
        assertThat(ids(new Filter.DecimalRange("x", 0, 0.5))).containsExactly("1", "7");
        assertThat(ids(new Filter.DecimalRange("x", 2, Double.POSITIVE_INFINITY))).containsExactly("4", "5", "6");
        assertThat(ids(new Filter.Time(Long.MIN_VALUE, Long.MAX_VALUE))).hasSize(8);
    }

    @Test
    void wordsAreFoundInAnyOrderAndCase() {
        put(note("1", 0, Map.of("text", new Text("Connection refused: java.net.ConnectException (eu-1)"))),
                note("2", 0, Map.of("text", new Text("refused by Σίσυφος; ÜBER 大阪 connection"))), note("3", 0, Map.of("text", new Text("..."))),
                note("4", 0, Map.of()));
        assertThat(ids(words("REFUSED connection"))).containsExactly("1", "2");
        assertThat(ids(words("connectexception"))).containsExactly("1");
        assertThat(ids(words("1 eu"))).containsExactly("1");
        assertThat(ids(words("connect"))).isEmpty();
        assertThat(ids(words("refused never"))).isEmpty();
        assertThat(ids(words("über ΣΊΣΥΦΟΣ"))).containsExactly("2");
        assertThat(ids(words("阪"))).containsExactly("2");
        assertThat(ids(words(" ?! "))).containsExactly("1", "2", "3");
        assertThat(ids(new Filter.Words("other", "x"))).isEmpty();
    }

    @Test
    void longTextsAreFoundByEveryWord() {
        String text = String.join(" ", IntStream.range(0, 20_000).mapToObj(i -> "w" + i).toList()) + " " + "y".repeat(40_000);
        put(note("1", 0, Map.of("text", new Text(text))));
        assertThat(ids(words("w0 w9999 W19999 " + "y".repeat(40_000)))).containsExactly("1");
        assertThat(ids(words("w20000"))).isEmpty();
    }

    @Test
    void filtersCombine() {
        put(IntStream.range(0, 8).mapToObj(i -> note("" + i, i, Map.of("a", new Whole(i & 1), "b", new Whole(i & 2), "c", new Whole(i & 4))))
                .toArray(Document[]::new));
        Filter a = new Filter.WholeRange("a", 1, 1);
        Filter b = new Filter.WholeRange("b", 2, 2);
        Filter c = new Filter.WholeRange("c", 4, 4);
        assertThat(ids(new Filter.And(List.of(a, b)))).containsExactly("3", "7");
        assertThat(ids(new Filter.Or(List.of(a, b)))).containsExactly("1", "2", "3", "5", "6", "7");
        assertThat(ids(new Filter.Not(a))).containsExactly("0", "2", "4", "6");
        assertThat(ids(new Filter.And(List.of(new Filter.Not(new Filter.Or(List.of(a, b))), new Filter.Not(new Filter.Not(c)))))).containsExactly("4");
        assertThat(ids(new Filter.Not(new Filter.WholeRange("none", 0, 9)))).hasSize(8);
        assertThat(ids(new Filter.And(List.of()))).hasSize(8);
        assertThat(ids(new Filter.Or(List.of()))).isEmpty();
        assertThat(ids(new Filter.Not(new Filter.All()))).isEmpty();
        assertThat(ids(new Filter.And(List.of(new Filter.Not(a), new Filter.Not(b))))).containsExactly("0", "4");
        assertThat(ids(new Filter.Or(List.of(new Filter.Or(List.of()), new Filter.Not(a), c)))).containsExactly("0", "2", "4", "5", "6", "7");
    }

    @Test
    void aLargeFilterWorksAndOneThatIsTooLargeSaysSo() {
        put(note("1", 0, Map.of("k", new Keyword("v4000"))));
        List<String> values = IntStream.range(0, 4_500).mapToObj(i -> "v" + i).toList();
        assertThat(ids(new Filter.AnyOf("k", values))).containsExactly("1");
        assertThat(ids(new Filter.Or(values.stream().<Filter>map(v -> new Filter.AnyOf("k", v)).toList()))).containsExactly("1");
        List<String> more = IntStream.range(0, 10_001).mapToObj(i -> "v" + i).toList();
        refused(() -> ids(new Filter.AnyOf("k", more)), "10002", "10000");
        Filter deep = new Filter.All();
        for (int i = 0; i < 100; i++) {
            deep = new Filter.Not(deep);
        }
        Filter deepest = deep;
        refused(() -> ids(deepest), "20");
    }

    @Test
    void aQuestionThatDoesNotFitTheTypeSaysSo() {
        put(note("1", 0, Map.of("k", new Keyword("a"), "t", new Text("a"), "n", new Whole(1), "x", new Decimal(1))));
        refused(() -> ids(new Filter.AnyOf("t", "a")), "\"t\"", "text", "keyword");
        refused(() -> ids(new Filter.And(List.of(new Filter.WholeRange("x", 0, 1)))), "\"x\"", "decimal");
        refused(() -> ids(new Filter.Not(new Filter.DecimalRange("n", 0, 1))), "\"n\"", "whole");
        refused(() -> ids(new Filter.Words("k", "a")), "\"k\"", "keyword", "text");
        refused(() -> ids(new Filter.DecimalRange("x", Double.NaN, 1)), "not a number");
        refused(() -> ids(new Filter.All(), Sort.ascending("t")), "\"t\"", "text", "time");
        refused(() -> documents.count("note", new Filter.AnyOf("n", "a")), "\"n\"");
        refused(() -> documents.terms("note", new Filter.All(), "n", 10), "\"n\"", "keyword");
        refused(() -> Search.of("note", new Filter.All(), 10_001), "10001", "10000");
        refused(() -> ids(new Filter.All(), java.util.Collections.nCopies(9, Sort.ascending("n")).toArray(Sort[]::new)), "9", "8");
    }

    @Test
    void withoutAnOrderIdsDecideByCodePoint() {
        put(note("😀", 0, Map.of()), note("b", 3, Map.of()), note("\uFB00", 1, Map.of()), note("a", 2, Map.of()), note("B", 1, Map.of()));
        assertThat(ids(new Filter.All())).containsExactly("B", "a", "b", "\uFB00", "😀");
    }

    @Test
    void documentsThatLackTheFieldComeLastInEitherDirection() {
        put(note("1", 5, Map.of("k", new Keyword(List.of("m", "z")), "n", new Whole(-3), "x", new Decimal(0.0))),
                note("2", 5, Map.of("k", new Keyword(List.of("z", "b")), "n", new Whole(7), "x", new Decimal(Double.NEGATIVE_INFINITY))),
                note("3", 1, Map.of("k", new Keyword(List.of()))), note("4", 9, Map.of()),
                note("5", 5, Map.of("k", new Keyword("m"), "n", new Whole(-3), "x", new Decimal(-0.0))),
                note("6", 5, Map.of("k", new Keyword("n"), "n", new Whole(0), "x", new Decimal(Double.POSITIVE_INFINITY))));
        assertThat(ids(new Filter.All(), Sort.ascending("k"))).containsExactly("2", "1", "5", "6", "3", "4");
        assertThat(ids(new Filter.All(), Sort.descending("k"))).containsExactly("6", "1", "5", "2", "3", "4");
        assertThat(ids(new Filter.All(), Sort.ascending("n"))).containsExactly("1", "5", "6", "2", "3", "4");
        assertThat(ids(new Filter.All(), Sort.descending("n"))).containsExactly("2", "6", "1", "5", "3", "4");
        assertThat(ids(new Filter.All(), Sort.ascending("x"))).containsExactly("2", "1", "5", "6", "3", "4");
        assertThat(ids(new Filter.All(), Sort.descending("x"))).containsExactly("6", "1", "5", "2", "3", "4");
        assertThat(ids(new Filter.All(), Sort.ascending("time"), Sort.descending("k"))).containsExactly("3", "6", "1", "5", "2", "4");
        assertThat(ids(new Filter.All(), Sort.descending("none"), Sort.descending("time"))).containsExactly("4", "1", "2", "5", "6", "3");
    }

    /** All pages one after the other, and what happens between two of them. */
    private List<String> pages(Search search, Runnable between) {
        List<String> found = new ArrayList<>();
        Page page = documents.search(search);
        page.documents().forEach(d -> found.add(d.id()));
        while (page.next().isPresent()) {
            between.run();
            page = documents.search(search.after(page.next().orElseThrow()));
            assertThat(page.documents()).isNotEmpty();
            page.documents().forEach(d -> found.add(d.id()));
        }
        return found;
    }

    private static Document some(int i) {
        Map<String, FieldValue> fields = switch (i % 4) {
            case 0 -> Map.of();
            case 1 -> Map.of("k", new Keyword("g" + i % 7), "n", new Whole(i % 5), "x", new Decimal(i % 3 / 4.0));
            case 2 -> Map.of("k", new Keyword(List.of("h" + i % 11, "g" + i % 13)), "x", new Decimal(-i % 17));
            default -> Map.of("n", new Whole(-i % 19));
        };
        return note("id" + i, i % 100, fields);
    }

    @Test
    void pagesHaveNeitherGapsNorDoubles() {
        put(IntStream.range(0, MANY).mapToObj(DocumentsSearchContract::some).toArray(Document[]::new));
        List<List<Sort>> orders = List.of(List.of(), List.of(Sort.descending("time")), List.of(Sort.ascending("k"), Sort.descending("n")),
                List.of(Sort.descending("k")), List.of(Sort.ascending("x")), List.of(Sort.descending("n"), Sort.descending("x"), Sort.ascending("none")));
        for (List<Sort> order : orders) {
            List<String> whole = documents.search(new Search("note", new Filter.All(), order, 10_000, Optional.empty())).documents()
                    .stream().map(Document::id).toList();
            assertThat(new HashSet<>(whole)).hasSize(MANY).hasSameSizeAs(whole);
            assertThat(pages(new Search("note", new Filter.All(), order, 211, Optional.empty()), () -> {})).isEqualTo(whole);
        }
    }

    @Test
    void pagesGoOnWhileDocumentsChange() {
        put(IntStream.range(0, MANY).mapToObj(DocumentsSearchContract::some).toArray(Document[]::new));
        int[] round = {0};
        List<String> found = pages(Search.of("note", new Filter.All(), 200, Sort.descending("k"), Sort.ascending("time")), () -> {
            int i = round[0]++;
            documents.write(List.of(new Write.Put(some(i * 10)), new Write.Put(note("new" + i, i, Map.of("k", new Keyword("g3")))),
                    new Write.Delete("note", "id" + (i * 10 + 1))));
        });
        assertThat(new HashSet<>(found)).hasSameSizeAs(found);
        Set<String> stayed = new HashSet<>();
        IntStream.range(0, MANY).filter(i -> i > 1000 || i % 10 != 1).forEach(i -> stayed.add("id" + i));
        assertThat(found).containsAll(stayed);
        assertThat(documents.get("note", "id0").orElseThrow().version()).isEqualTo(2);
    }

    @Test
    void aPageSaysWhetherThereIsMore() {
        put(note("1", 0, Map.of()), note("2", 0, Map.of()));
        Search one = Search.of("note", new Filter.All(), 1);
        Page first = documents.search(one);
        assertThat(first.next()).isPresent();
        assertThat(first.next().orElseThrow().text()).matches("[A-Za-z0-9_-]+");
        Page second = documents.search(one.after(first.next().orElseThrow()));
        assertThat(second.documents()).extracting(Document::id).containsExactly("2");
        assertThat(second.next()).isEmpty();
        assertThat(documents.search(Search.of("note", new Filter.All(), 2)).next()).isEmpty();
        Page none = documents.search(Search.of("note", new Filter.All(), 0));
        assertThat(none.documents()).isEmpty();
        assertThat(none.next()).isEmpty();
    }

    @Test
    void aCursorOfSomethingElseIsRefused() {
        put(note("1", 0, Map.of("n", new Whole(1))), note("2", 0, Map.of("n", new Whole(2))));
        Search.Cursor cursor = documents.search(Search.of("note", new Filter.All(), 1, Sort.ascending("n"))).next().orElseThrow();
        refused(() -> documents.search(Search.of("note", new Filter.All(), 1, Sort.descending("n")).after(cursor)), "cursor");
        refused(() -> documents.search(Search.of("note", new Filter.All(), 1, Sort.ascending("n")).after(new Search.Cursor("?"))), "cursor");
        String cut = cursor.text().substring(0, cursor.text().length() - 3);
        refused(() -> documents.search(Search.of("note", new Filter.All(), 1, Sort.ascending("n")).after(new Search.Cursor(cut))), "cursor");
        refused(() -> documents.search(Search.of("note", new Filter.All(), 1).after(new Search.Cursor(""))), "cursor");
    }
}
