package dev.plumbline.daemon.documents.lucene;

import dev.plumbline.documents.FieldTypes;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.lucene.search.IndexSearcher;

/** What the index library takes only for the whole process. */
final class LuceneSettings {
    /** Held here, for a logger that nobody holds forgets its level. */
    private static final Logger VECTORS = Logger.getLogger("org.apache.lucene.internal.vectorization.VectorizationProvider");

    private LuceneSettings() {}

    /** Idempotent; before anything else of the library is used. */
    static void apply() {
        // It would advise an incubating module for vector search, which nothing here does.
        VECTORS.setLevel(Level.SEVERE);
        // An AND, OR or NOT counts for itself and for the "all documents" in it.
        IndexSearcher.setMaxClauseCount(3 * FieldTypes.MAX_FILTER_PARTS);
    }
}
