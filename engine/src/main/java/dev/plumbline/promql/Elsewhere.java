package dev.plumbline.promql;

/**
 * Where questions are answered that the store alone cannot answer, such as a cluster that has what the store no longer keeps.
 * The engine asks it first about every question, whoever asks: over HTTP, rules, analyses. Thread-safe.
 */
public interface Elsewhere {
    /** Nothing is asked elsewhere. */
    Elsewhere NOWHERE = new Elsewhere() {
        @Override
        public boolean isThere() {
            return false;
        }

        @Override
        public boolean isAsked(Question question) {
            return false;
        }

        @Override
        public QueryResult answer(Question question, Here here) {
            return here.evaluate(question);
        }
    };

    /** Whether there is anybody to be asked now. */
    boolean isThere();

    /** Whether more than the store is needed. Called for every query: must be quick. */
    boolean isAsked(Question question);

    /**
     * The answer, from elsewhere and here. May block.
     *
     * @throws QueryException when the query is at fault, took too long or was canceled
     */
    QueryResult answer(Question question, Here here);

    /** What a query may still use; used by the asking thread only. */
    interface Allowance {

        /** Counts bytes as held by the query; call it before they are allocated. @throws QueryException when there are too many */
        void hold(long bytes);

        /** @throws QueryException when the time is over or the query was canceled */
        void check();

        /** How long the query may still take, ms; 0 or less: no longer. */
        long leftMillis();

        /** To be told when the query is canceled. */
        QueryControl control();
    }

    /** The engine that asks, for one question. */
    interface Here extends Allowance {

        /** Evaluates over the store alone. */
        QueryResult evaluate(Question part);
    }
}
