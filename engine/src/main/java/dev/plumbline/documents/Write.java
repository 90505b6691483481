package dev.plumbline.documents;

/** One change. */
public sealed interface Write {
    /** The stored version does not matter. */
    long ANY = -1;
    /** There must be no such document. */
    long ABSENT = 0;

    /** Puts a document in place of the stored one, if that has the expected version, {@link #ANY} or {@link #ABSENT}. */
    record Put(Document document, long expectedVersion) implements Write {
        public Put {
            if (expectedVersion < ANY) {
                throw new IllegalArgumentException("no such version: " + expectedVersion);
            }
        }

        public Put(Document document) {
            this(document, ANY);
        }
    }

    /** Removes a document; that it was not there is no error. */
    record Delete(String kind, String id) implements Write {}
}
