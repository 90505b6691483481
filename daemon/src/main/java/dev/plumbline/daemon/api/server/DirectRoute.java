package dev.plumbline.daemon.api.server;

import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.model.PlumblineException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A route that is asked so often that the framework's way to a handler would cost more than the answer. The framework has it too, for
 * whatever {@link DirectAnswers} leaves to it, and both give the same answers.
 *
 * @param path the path that it serves, or what it begins and ends with
 * @param name the route as a metric label
 * @param begin begins to make the answer, on a thread of the server, which must not wait; may throw what {@code onFailure} takes
 * @param onFailure the surface's own form of a failure
 */
public record DirectRoute(Path path, String name, Function<Call, Pending> begin, Function<PlumblineException, Answer> onFailure) {

    /** What the requests of a route bring. */
    public enum Input {
        /** Parameters in the URL, by GET. */
        QUERY,
        /** The same, or a form by POST. */
        QUERY_OR_FORM,
        /** Bytes by POST. */
        BODY
    }

    /**
     * Where a route is.
     *
     * @param begins the whole path, or its beginning
     * @param ends null: {@code begins} is the whole path; otherwise what stands behind one segment of anything, empty where that ends the path
     * @param input what its requests bring
     */
    public record Path(String begins, @Nullable String ends, Input input) {
        public static Path of(String path, Input input) {
            return new Path(path, null, input);
        }

        /** Whether a path that is not the whole one is of this route. */
        boolean takes(String path) {
            return ends != null && path.startsWith(begins) && path.endsWith(ends) && path.length() > begins.length() + ends.length()
                    && endOfSegment(path) == path.length() - ends.length();
        }

        private int endOfSegment(String path) {
            int slash = path.indexOf('/', begins.length());
            return slash < 0 ? path.length() : slash;
        }

        /** What stands in the segment that the route leaves open. */
        public String segment(String path) {
            return path.substring(begins.length(), path.length() - (ends == null ? 0 : ends.length()));
        }
    }

    /**
     * An answer that is made or being made.
     *
     * @param cancel ends the making when the client goes away
     */
    public record Pending(CompletableFuture<Answer> answer, Runnable cancel) {
        public static Pending of(Answer answer) {
            return new Pending(CompletableFuture.completedFuture(answer), () -> { });
        }

        /** What waits, on a virtual thread of its own; it goes on when the client goes away. */
        public static Pending onThread(String name, Supplier<Answer> answer) {
            return new Pending(CompletableFuture.supplyAsync(answer, Thread.ofVirtual().name(name)::start), () -> { });
        }
    }
}
