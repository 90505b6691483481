package dev.plumbline.daemon.kayenta;

import dev.plumbline.documents.Document;
import java.util.List;

/** Work that goes on in steps, each of which is stored, until it is complete. Immutable: a step makes the next one. */
interface Job {

    String id();

    /** When it can go on, ms since the epoch. */
    long dueMillis();

    /**
     * Goes on; may block. Called when it is due, on one thread at a time.
     *
     * @throws dev.plumbline.model.PlumblineException of kind RESOURCE to be called again later, else of another kind to end it
     */
    Step advance();

    /** Ends it before its time. */
    Step ended(Status how, String why);

    boolean isComplete();

    /** What is kept of it, and what it goes on from after a restart. */
    Document document();

    /**
     * What a step gave.
     *
     * @param results further documents, stored together with the job's own
     */
    record Step(Job next, List<Document> results) {
        public Step {
            results = List.copyOf(results);
        }
    }
}
