package dev.plumbline.daemon.kubernetes;

import dev.plumbline.daemon.config.KubernetesAccess;

/** Reads and patches single objects of one API server. Thread-safe; a call blocks for as long as the server takes, at most 30 s. */
public interface CustomObjects extends AutoCloseable {

    /** The object as it is now. */
    Answer read(CustomObject object);

    /**
     * Merges a patch (RFC 7396) into the object. With {@code metadata.resourceVersion} in it the server refuses it, by
     * 409, when the object has changed since.
     *
     * @param subresource such as {@code status}; empty for the object itself
     */
    Answer patch(CustomObject object, String subresource, String mergePatch);

    @Override
    void close();

    /** What came of a call. */
    sealed interface Answer {

        /** The object as it is after the call, in JSON. */
        record Found(String json) implements Answer {}

        /** The server said no, or that it cannot: an HTTP status of 400 or more, and its words. */
        record Refused(int status, String message) implements Answer {}

        /** No answer: whether a patch was applied is not known. */
        record Unreachable(String message) implements Answer {}
    }

    /** Opens clients. The one that the wiring gives loads the client library when it is first used. */
    interface Opener {

        /** Makes a client. @throws KubernetesException when credentials or addresses cannot be read */
        CustomObjects open(KubernetesAccess access) throws KubernetesException;
    }
}
