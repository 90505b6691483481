/**
 * The port for documents: records that are kept, found and expire, such as alert states, notifications that wait to be
 * delivered, verdicts, log lines and spans. In go {@link dev.plumbline.documents.Document}s by kind and id, guarded by
 * versions; out come single documents, pages of a search and counts by time or by term. One port, adapters for an
 * embedded index and for a search cluster, one contract test for all of them.
 * {@link dev.plumbline.documents.InMemoryDocuments} is the naive one that the others are compared with.
 */
@NullMarked
package dev.plumbline.documents;

import org.jspecify.annotations.NullMarked;
