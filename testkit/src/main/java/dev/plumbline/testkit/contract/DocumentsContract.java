package dev.plumbline.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.documents.Document;
import dev.plumbline.documents.Documents;
import dev.plumbline.documents.Documents.TermBucket;
import dev.plumbline.documents.Documents.TimeBucket;
import dev.plumbline.documents.FieldValue;
import dev.plumbline.documents.FieldValue.Decimal;
import dev.plumbline.documents.FieldValue.Keyword;
import dev.plumbline.documents.FieldValue.Text;
import dev.plumbline.documents.FieldValue.Whole;
import dev.plumbline.documents.Filter;
import dev.plumbline.documents.InMemoryDocuments;
import dev.plumbline.documents.Search;
import dev.plumbline.documents.Search.Sort;
import dev.plumbline.documents.Write;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What every store of documents does, whatever it is made of: each adapter has a test class that extends this one and runs
 * it against the real thing. The last test compares random operations with {@link InMemoryDocuments}.
 */
public abstract class DocumentsContract extends DocumentsSearchContract {
    private static final int ROUNDS = 40;

    @Test
    void aHistogramHasBucketsThatBeginAtMultiplesOfTheInterval() {
        long[] times = {-1, -10, -11, 0, 9, 10, 25, 25};
        for (int i = 0; i < times.length; i++) {
            put(note("" + i, times[i], Map.of("n", new Whole(i))));
        }
        assertThat(documents.dateHistogram("note", new Filter.All(), 10)).containsExactly(new TimeBucket(-20, 1), new TimeBucket(-10, 2),
                new TimeBucket(0, 2), new TimeBucket(10, 1), new TimeBucket(20, 2));
        assertThat(documents.dateHistogram("note", new Filter.WholeRange("n", 6, 9), 1)).containsExactly(new TimeBucket(25, 2));
        assertThat(documents.dateHistogram("note", new Filter.Not(new Filter.All()), 1)).isEmpty();
    }

    @Test
    void histogramsReachTheEndsOfTimeAndHaveALimit() {
        put(note("1", Long.MIN_VALUE, Map.of()), note("2", Long.MAX_VALUE, Map.of()));
        assertThat(documents.dateHistogram("note", new Filter.All(), 1000)).containsExactly(new TimeBucket(Long.MIN_VALUE, 1),
                new TimeBucket(Long.MAX_VALUE / 1000 * 1000, 1));
        refused(() -> documents.dateHistogram("note", new Filter.All(), 0), "0 ms", "1 ms");
        put(IntStream.range(0, 10_000).mapToObj(i -> note("m" + i, i, Map.of())).toArray(Document[]::new));
        assertThat(documents.dateHistogram("note", new Filter.Time(0, 20_000), 1)).hasSize(10_000);
        refused(() -> documents.dateHistogram("note", new Filter.All(), 1), "10000 buckets", "longer");
    }

    @Test
    void termsAreCountedByDocumentMostFrequentFirst() {
        put(note("1", 0, Map.of("k", new Keyword(List.of("b", "a", "b")))), note("2", 0, Map.of("k", new Keyword("b"))),
                note("3", 0, Map.of("k", new Keyword(List.of("c", "😀", "\uFB00")))), note("4", 0, Map.of()));
        put(note("5", 0, Map.of("k", new Keyword("c"))));
        assertThat(documents.terms("note", new Filter.All(), "k", 10)).containsExactly(new TermBucket("b", 2), new TermBucket("c", 2),
                new TermBucket("a", 1), new TermBucket("\uFB00", 1), new TermBucket("😀", 1));
        assertThat(documents.terms("note", new Filter.All(), "k", 3)).extracting(TermBucket::value).containsExactly("b", "c", "a");
        assertThat(documents.terms("note", new Filter.AnyOf("k", "a"), "k", 10)).containsExactly(new TermBucket("a", 1), new TermBucket("b", 1));
        assertThat(documents.terms("note", new Filter.All(), "none", 10)).isEmpty();
        refused(() -> documents.terms("note", new Filter.All(), "k", 0), "1 to 10000");
        refused(() -> documents.terms("note", new Filter.All(), "k", 10_001), "10001");
    }

    @Test
    void theBestOfManyTermsAreFound() {
        put(IntStream.range(0, 6_000).mapToObj(i -> note("" + i, 0, Map.of("k", new Keyword(List.of("u" + i, "g" + i % 700)))))
                .toArray(Document[]::new));
        List<TermBucket> best = documents.terms("note", new Filter.All(), "k", 5);
        assertThat(best).extracting(TermBucket::value).containsExactly("g0", "g1", "g10", "g100", "g101");
        assertThat(best).extracting(TermBucket::count).containsOnly(9L);
    }

    @Test
    void whatIsOlderExpires() {
        put(IntStream.range(0, 100).mapToObj(i -> note("" + i, i - 50, Map.of())).toArray(Document[]::new));
        assertThat(documents.expire("note", -40)).isEqualTo(10);
        assertThat(documents.expire("note", -40)).isZero();
        assertThat(documents.count("note", new Filter.All())).isEqualTo(90);
        assertThat(documents.get("note", "9")).isEmpty();
        assertThat(documents.get("note", "10")).isPresent();
        put(note("9", -50, Map.of()));
        assertThat(documents.get("note", "9").orElseThrow().version()).isEqualTo(1);
        assertThat(documents.expire("note", Long.MIN_VALUE)).isZero();
        assertThat(documents.expire("note", Long.MAX_VALUE)).isEqualTo(91);
    }

    @Test
    void anExpiredVersionIsAbsent() {
        put(note("1", 0, Map.of()), Write.ANY);
        put(note("1", 0, Map.of()), Write.ANY);
        documents.expire("note", 1);
        assertThat(put(note("1", 0, Map.of()), 2)).isEqualTo(new dev.plumbline.documents.WriteOutcome.Conflict(0));
        assertThat(put(note("1", 5, Map.of()), Write.ABSENT)).isEqualTo(new dev.plumbline.documents.WriteOutcome.Stored(1));
    }

    /** Called between rounds of the comparison: an adapter may commit, reopen or crash here, and says what is there then. */
    protected Documents disturb(Documents open, int round) throws Exception {
        return open;
    }

    @Test
    void randomOperationsAgreeWithTheNaiveStore() throws Exception {
        var seed = Long.getLong("documents.seed", 20261121L);
        var random = new SplittableRandom(seed);
        try (var naive = new InMemoryDocuments()) {
            for (int round = 0; round < ROUNDS; round++) {
                List<Write> writes = writes(random, 1 + random.nextInt(60));
                assertThat(documents.write(writes)).as("seed %d round %d", seed, round).isEqualTo(naive.write(writes));
                if (random.nextInt(10) == 0) {
                    long before = random.nextInt(40) - 20;
                    assertThat(documents.expire("note", before)).isEqualTo(naive.expire("note", before));
                }
                documents = disturb(documents, round);
                for (int question = 0; question < 10; question++) {
                    compare(naive, random, "seed " + seed + " round " + round);
                }
            }
        }
    }

    private void compare(Documents naive, SplittableRandom random, String at) {
        Filter filter = filter(random, 3);
        Search search = Search.of("note", filter, random.nextInt(50), order(random));
        var expected = naive.search(search);
        assertThat(documents.search(search)).as("%s: %s", at, search).isEqualTo(expected);
        expected.next().ifPresent(cursor -> assertThat(documents.search(search.after(cursor))).as("%s: %s behind %s", at, search, cursor)
                .isEqualTo(naive.search(search.after(cursor))));
        assertThat(documents.count("note", filter)).as("%s: %s", at, filter).isEqualTo(naive.count("note", filter));
        assertThat(documents.terms("note", filter, "k", 5)).as("%s: %s", at, filter).isEqualTo(naive.terms("note", filter, "k", 5));
        assertThat(documents.dateHistogram("note", filter, 7)).as("%s: %s", at, filter).isEqualTo(naive.dateHistogram("note", filter, 7));
        String id = "id" + random.nextInt(200);
        assertThat(documents.get("note", id)).as("%s: %s", at, id).isEqualTo(naive.get("note", id));
    }

    private static List<Write> writes(SplittableRandom random, int count) {
        List<Write> writes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String id = "id" + random.nextInt(200);
            writes.add(random.nextInt(6) == 0 ? new Write.Delete("note", id)
                    : new Write.Put(note(id, random.nextInt(60) - 20, fields(random)), random.nextInt(4) - 1));
        }
        return writes;
    }

    private static Map<String, FieldValue> fields(SplittableRandom random) {
        Map<String, FieldValue> fields = new HashMap<>();
        if (random.nextInt(3) > 0) {
            fields.put("k", new Keyword(IntStream.range(0, random.nextInt(4)).mapToObj(i -> "v" + random.nextInt(9)).toList()));
        }
        if (random.nextInt(3) > 0) {
            fields.put("n", new Whole(random.nextInt(20) == 0 ? Long.MAX_VALUE : random.nextInt(9) - 4));
        }
        if (random.nextInt(3) > 0) {
            fields.put("x", new Decimal(random.nextInt(20) == 0 ? Double.NEGATIVE_INFINITY : (random.nextInt(9) - 4) / 2.0));
        }
        if (random.nextInt(3) > 0) {
            fields.put("t", new Text("W" + random.nextInt(4) + " and w" + random.nextInt(4)));
        }
        return fields;
    }

    private static Filter filter(SplittableRandom random, int depth) {
        return switch (random.nextInt(depth == 0 ? 6 : 9)) {
            case 0 -> new Filter.All();
            case 1 -> new Filter.AnyOf("k", List.of("v" + random.nextInt(9), "v" + random.nextInt(9)));
            case 2 -> new Filter.Time(random.nextInt(30) - 20, random.nextInt(60) - 20);
            case 3 -> new Filter.WholeRange("n", random.nextInt(9) - 4, random.nextInt(3) == 0 ? Long.MAX_VALUE : 2);
            case 4 -> new Filter.DecimalRange("x", random.nextInt(3) == 0 ? Double.NEGATIVE_INFINITY : -1, random.nextInt(4));
            case 5 -> new Filter.Words("t", "w" + random.nextInt(4));
            case 6 -> new Filter.And(List.of(filter(random, depth - 1), filter(random, depth - 1)));
            case 7 -> new Filter.Or(List.of(filter(random, depth - 1), filter(random, depth - 1)));
            default -> new Filter.Not(filter(random, depth - 1));
        };
    }

    private static Sort[] order(SplittableRandom random) {
        List<String> fields = List.of("k", "n", "x", "time", "none");
        return IntStream.range(0, random.nextInt(3)).mapToObj(i -> new Sort(fields.get(random.nextInt(fields.size())), random.nextBoolean()))
                .toArray(Sort[]::new);
    }
}
