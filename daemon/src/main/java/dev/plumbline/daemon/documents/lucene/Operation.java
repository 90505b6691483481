package dev.plumbline.daemon.documents.lucene;

import dev.plumbline.documents.Document;

/** A change whose outcome is decided. Doing a suffix of the operations again leads to the same state. */
sealed interface Operation {

    /** What it is about. */
    String kind();

    /** This document, with its new version, is the stored one now; {@code bytes} is it in {@link DocumentBytes}'s form. */
    record Put(Document document, byte[] bytes) implements Operation {
        @Override
        public String kind() {
            return document.kind();
        }
    }

    /** There is no such document any more. */
    record Delete(String kind, String id) implements Operation {}

    /** There is no document any more that is older. */
    record Expire(String kind, long beforeMillis) implements Operation {}
}
