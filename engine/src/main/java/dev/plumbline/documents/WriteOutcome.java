package dev.plumbline.documents;

/** What became of a write. */
public sealed interface WriteOutcome {

    /** The document has this version now; 0 when it was deleted. */
    record Stored(long version) implements WriteOutcome {}

    /** Nothing was changed: the stored document has this version; 0 when there is none. */
    record Conflict(long version) implements WriteOutcome {}
}
