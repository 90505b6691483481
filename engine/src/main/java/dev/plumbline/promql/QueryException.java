package dev.plumbline.promql;

import dev.plumbline.model.PlumblineException;
import org.jspecify.annotations.Nullable;

/** A query that cannot be answered, with Prometheus's error type. */
public final class QueryException extends PlumblineException {
    private static final long serialVersionUID = 1;
    private final Type type;

    /** Prometheus's {@code errorType}s for queries. */
    public enum Type {
        /** Does not parse or has a bad parameter; the message starts with {@code line:column: parse error:} where it applies. */
        BAD_DATA("bad_data", Kind.USER),
        /** Parsed, ran, and failed: matching, limits, a bad regular expression in an argument. */
        EXECUTION("execution", Kind.USER),
        /** Took longer than allowed. */
        TIMEOUT("timeout", Kind.RESOURCE),
        /** The asker went away. */
        CANCELED("canceled", Kind.USER),
        /** The storage failed. */
        INTERNAL("internal", Kind.INTERNAL);

        private final String apiName;
        private final Kind kind;

        Type(String apiName, Kind kind) {
            this.apiName = apiName;
            this.kind = kind;
        }

        public String apiName() {
            return apiName;
        }
    }

    public QueryException(Type type, String message, @Nullable Throwable cause) {
        super(type.kind, message, cause);
        this.type = type;
    }

    public QueryException(Type type, String message) {
        this(type, message, null);
    }

    public Type type() {
        return type;
    }
}
