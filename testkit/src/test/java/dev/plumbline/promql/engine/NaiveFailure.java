package dev.plumbline.promql.engine;

/** The query has no answer: the engine must fail too. */
final class NaiveFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    NaiveFailure(String message) {
        super(message);
    }
}
