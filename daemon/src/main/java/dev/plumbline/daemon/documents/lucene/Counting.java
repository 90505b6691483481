package dev.plumbline.daemon.documents.lucene;

import dev.plumbline.documents.Documents.TermBucket;
import dev.plumbline.documents.Documents.TimeBucket;
import dev.plumbline.documents.Limits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;
import org.apache.lucene.util.BytesRef;

/** Counts of documents by time and by term. Memory: a bucket each, and an int for each term of a segment. */
final class Counting {
    private static final Comparator<TermBucket> BEST_FIRST = Comparator.comparingLong(TermBucket::count).reversed();

    private Counting() {}

    static List<TimeBucket> byTime(IndexSearcher searcher, Query query, long intervalMillis) throws IOException {
        var counts = new TreeMap<Long, Long>();
        each(searcher, query, leaf -> {
            NumericDocValues times = DocValues.getNumeric(leaf.reader(), TermNames.TIME);
            return doc -> {
                if (times.advanceExact(doc)) {
                    counts.merge(Limits.bucketStart(times.longValue(), intervalMillis), 1L, Long::sum);
                    Limits.checkBuckets(counts.size(), intervalMillis);
                }
            };
        });
        return counts.entrySet().stream().map(e -> new TimeBucket(e.getKey(), e.getValue())).toList();
    }

    /** The segments' terms are sorted, so they are merged like sorted lists, and only the best are kept. */
    static List<TermBucket> byTerm(IndexSearcher searcher, Query query, String name, int size) throws IOException {
        var segments = new PriorityQueue<Segment>(Comparator.comparing(s -> s.term));
        for (Segment segment : segments(searcher, query, name)) {
            if (segment.next()) {
                segments.add(segment);
            }
        }
        // Terms come ascending, so of equal counts the later one is the worse.
        var best = new PriorityQueue<TermBucket>(BEST_FIRST.reversed());
        var kept = new ArrayList<TermBucket>();
        while (!segments.isEmpty()) {
            BytesRef term = BytesRef.deepCopyOf(segments.element().term);
            long count = 0;
            while (!segments.isEmpty() && segments.element().term.equals(term)) {
                Segment segment = segments.remove();
                count += segment.count();
                if (segment.next()) {
                    segments.add(segment);
                }
            }
            if (best.size() < size || count > best.element().count()) {
                kept.add(new TermBucket(term.utf8ToString(), count));
                best.add(kept.getLast());
                if (best.size() > size) {
                    best.remove();
                }
                if (kept.size() > 2 * size + 1000) {
                    keepBest(kept, size);
                }
            }
        }
        keepBest(kept, size);
        return List.copyOf(kept);
    }

    private static void keepBest(List<TermBucket> kept, int size) {
        // A stable sort: equal counts stay in the order of their terms.
        kept.sort(BEST_FIRST);
        if (kept.size() > size) {
            kept.subList(size, kept.size()).clear();
        }
    }

    private static List<Segment> segments(IndexSearcher searcher, Query query, String name) throws IOException {
        var segments = new ArrayList<Segment>();
        each(searcher, query, leaf -> {
            SortedSetDocValues values = DocValues.getSortedSet(leaf.reader(), name);
            var segment = new Segment(DocValues.getSortedSet(leaf.reader(), name));
            segments.add(segment);
            return doc -> {
                if (values.advanceExact(doc)) {
                    for (int i = 0; i < values.docValueCount(); i++) {
                        segment.counts[(int) values.nextOrd()]++;
                    }
                }
            };
        });
        return segments;
    }

    private static final class Segment {
        private final SortedSetDocValues values;
        private final int[] counts;
        private int ord = -1;
        private BytesRef term = new BytesRef();

        Segment(SortedSetDocValues values) {
            this.values = values;
            counts = new int[Math.toIntExact(values.getValueCount())];
        }

        boolean next() throws IOException {
            do {
                ord++;
            } while (ord < counts.length && counts[ord] == 0);
            if (ord == counts.length) {
                return false;
            }
            term = values.lookupOrd(ord);
            return true;
        }

        int count() {
            return counts[ord];
        }
    }

    private interface PerDocument {
        void count(int doc) throws IOException;
    }

    private interface PerSegment {
        PerDocument begin(LeafReaderContext leaf) throws IOException;
    }

    @SuppressWarnings("deprecation")
    private static void each(IndexSearcher searcher, Query query, PerSegment segments) throws IOException {
        searcher.search(query, new SimpleCollector() {
            private PerDocument current = doc -> {};

            @Override
            protected void doSetNextReader(LeafReaderContext leaf) throws IOException {
                current = segments.begin(leaf);
            }

            @Override
            public void collect(int doc) throws IOException {
                current.count(doc);
            }

            @Override
            public ScoreMode scoreMode() {
                return ScoreMode.COMPLETE_NO_SCORES;
            }
        });
    }
}
