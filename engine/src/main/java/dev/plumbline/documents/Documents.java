package dev.plumbline.documents;

import java.util.List;
import java.util.Optional;

/**
 * A place where documents are kept. Thread-safe. Each document is written whole; there is no transaction over several
 * of them. What a write acknowledged survives the end of the process (also {@code kill -9}); a power loss is covered as
 * far as the disk is. A search sees every write that was acknowledged before it began.
 *
 * <p>A question about a kind that was never written is about no documents. What asks for the impossible (a field with two types,
 * a range of a keyword, a text to sort by, more than {@link Limits} and {@link FieldTypes} allow) is a
 * {@link dev.plumbline.model.PlumblineException} of kind USER, and nothing of that call was kept.
 *
 * <p>Failures of the medium, and calls after {@link #close}, are of kind RESOURCE. After a failed write it is
 * unknown which of its documents were kept: asking again is right, and with {@link Write#ANY} harmless.
 */
public interface Documents extends AutoCloseable {

    /** How many writes one call takes at most. */
    int MAX_WRITES = 10_000;

    /** How many hits a page may have at most. */
    int MAX_PAGE = 10_000;

    /**
     * Writes documents, in order; concurrent calls share the cost of becoming durable.
     *
     * @param writes at most {@link #MAX_WRITES}
     * @return one outcome for each write, in order; a conflict leaves the stored document as it is
     */
    List<WriteOutcome> write(List<Write> writes);

    /** The newest version of a document. */
    Optional<Document> get(String kind, String id);

    /** Documents that match, in order; see {@link Search}. */
    Page search(Search search);

    /** How many documents match. */
    long count(String kind, Filter filter);

    /**
     * Counts documents by time, in buckets that begin at multiples of the interval since the epoch; only buckets that are
     * not empty, ascending.
     *
     * @param intervalMillis 1 or more; at most 10,000 buckets may come out, else the exception is of kind USER
     */
    List<TimeBucket> dateHistogram(String kind, Filter filter, long intervalMillis);

    /** Counts documents by the values of a keyword field: the most frequent first, then by value. {@code size} from 1 to 10,000. */
    List<TermBucket> terms(String kind, Filter filter, String field, int size);

    /**
     * Removes every document of a kind whose time is before the given one.
     *
     * @return how many were removed
     */
    long expire(String kind, long beforeMillis);

    /** Waits for writes under way, then lets go of files. */
    @Override
    void close();

    /** A bucket of {@link #dateHistogram}: its first millisecond and its number of documents. */
    record TimeBucket(long startMillis, long count) {}

    /** A bucket of {@link #terms}. */
    record TermBucket(String value, long count) {}
}
