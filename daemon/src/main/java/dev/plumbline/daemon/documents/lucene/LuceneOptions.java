package dev.plumbline.daemon.documents.lucene;

import java.time.Duration;

/**
 * How the embedded store of documents works.
 *
 * @param sync whether a write is acknowledged only after the disk said it has it (fdatasync); without, what was acknowledged
 *     in the last moments survives the end of the process, but not a power loss
 * @param logBytes how large the log may become before the indexes are committed, 64 KiB to 1 GiB; it is also what is read again at
 *     the next start, and four times as much is the most it grows to
 * @param commitAfter how long after a write the indexes are committed at the latest, 1 s or more
 * @param bufferBytes memory for documents that are not in index files yet, for each kind that is being written, 1 to 64 MiB
 */
public record LuceneOptions(boolean sync, long logBytes, Duration commitAfter, int bufferBytes) {
    public LuceneOptions {
        if (logBytes < 64 << 10 || logBytes > 1 << 30) {
            throw new IllegalArgumentException("logBytes is 64 KiB to 1 GiB, not " + logBytes);
        }
        if (commitAfter.toMillis() < 1000) {
            throw new IllegalArgumentException("commitAfter is 1 s or more, not " + commitAfter);
        }
        if (bufferBytes < 1 << 20 || bufferBytes > 64 << 20) {
            throw new IllegalArgumentException("bufferBytes is 1 to 64 MiB, not " + bufferBytes);
        }
    }

    /** Synced, 16 MiB of log, a commit after a minute, 4 MiB of buffer. */
    public static LuceneOptions defaults() {
        return new LuceneOptions(true, 16 << 20, Duration.ofMinutes(1), 4 << 20);
    }
}
