package dev.plumbline.promql;

import dev.plumbline.promql.ast.Expr;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The expressions asked for last, by their text: dashboards, rules and gates repeat theirs. Bounded in number and size. Thread-safe. */
final class ParsedQueries {
    private static final int MOST_QUERIES = 1024;
    private static final int MOST_CHARACTERS = 4096;

    private final Map<String, Expr> expressions = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Expr> eldest) {
            return size() > MOST_QUERIES;
        }
    };

    synchronized @Nullable Expr get(String query) {
        return expressions.get(query);
    }

    synchronized void put(String query, Expr expr) {
        if (query.length() <= MOST_CHARACTERS) {
            expressions.put(query, expr);
        }
    }
}
