package dev.plumbline.daemon.kubernetes;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads objects from one API server. Thread-safe; calls block for as long as the server takes, at most 30 s. */
public interface KubernetesApi extends AutoCloseable {

    /** Most objects that one query may give: 250,000. */
    int MAX_OBJECTS = 250_000;

    /**
     * All objects of a query, read in pages.
     *
     * @throws KubernetesException when the server does not give them all, or there are more than {@link #MAX_OBJECTS}
     */
    Listing list(ObjectQuery query) throws KubernetesException;

    /**
     * Begins to hand on what changes after {@code version}.
     *
     * @throws KubernetesException when the server does not take the request; {@code events} is not called then
     */
    Watch watch(ObjectQuery query, String version, Events events) throws KubernetesException;

    @Override
    void close();

    /** Objects as they were at a version. */
    record Listing(List<ApiObject> objects, String version) {
        public Listing {
            objects = List.copyOf(objects);
        }
    }

    /** A watch that goes on; closing it calls no event. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    /** What a watch says: one call at a time, on a thread of the adapter's. {@code ended} is the last. */
    interface Events {

        /** An object is there, new or different. */
        void changed(ApiObject object, String version);

        /** An object has gone. */
        void deleted(String key, String version);

        /** Nothing changed up to this version. */
        void reached(String version);

        /** The watch is over; null when the server just ended it, as servers do every few minutes. */
        void ended(@Nullable KubernetesException reason);
    }

    /** Opens clients. The one that the wiring gives loads the client library when it is first used. */
    interface Opener {

        /** @throws KubernetesException when credentials or addresses cannot be read */
        KubernetesApi open(dev.plumbline.daemon.config.KubernetesAccess access) throws KubernetesException;
    }
}
