package dev.plumbline.daemon.config.canary;

/** Whether text is PromQL; the part of the language's parser that loading needs. */
public interface QuerySyntax {

    /**
     * Checks an expression.
     *
     * @throws dev.plumbline.promql.QueryException when it is none; the message starts with {@code line:column:}, 1-based
     */
    void expression(String promql);

    /** Checks matchers in braces; fails as {@link #expression} does. */
    void selector(String promql);
}
