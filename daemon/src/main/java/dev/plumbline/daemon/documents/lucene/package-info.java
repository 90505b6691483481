/**
 * Documents in an embedded search index, one for each kind, behind one log. A write is decided, appended to the log and
 * synced together with those that came at the same time, applied to the index, and acknowledged. Indexes are committed now and
 * then; at the start the log is read again from each index's last commit. docs/decisions/0007-documents.md says why it is
 * made like this, docs/formats/documents.md what the files hold. In go and out come the documents of
 * {@link dev.plumbline.documents.Documents}; the wiring opens {@link LuceneDocuments} and is the only one to name it. No other package
 * sees the index library.
 */
@NullMarked
package dev.plumbline.daemon.documents.lucene;

import org.jspecify.annotations.NullMarked;
