package dev.plumbline.daemon.queries;

import dev.plumbline.promql.QueryControl;

/** What a query does when it has its place. */
@FunctionalInterface
public interface Work<T> {

    /**
     * Does it; may block and take long.
     *
     * @param control bounds of this query and the hand that may cancel it; work that does not hand it to an engine looks
     *     at {@link QueryControl#isCanceled} now and then. Closed by the caller
     */
    T run(QueryControl control);
}
