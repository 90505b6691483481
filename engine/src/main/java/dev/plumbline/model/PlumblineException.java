package dev.plumbline.model;

import org.jspecify.annotations.Nullable;

/**
 * A failure that says whose it is. {@link Kind} decides the HTTP status and Prometheus's {@code errorType}; the message
 * says what was wrong, where, and what would be right, and is fit to be shown to a user.
 */
public class PlumblineException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final Kind kind;

    /** Whose failure it is. */
    public enum Kind {
        /** The question was wrong; asking again unchanged fails again. */
        USER,
        /** A limit, a full disk, a peer that is away; asking again later may succeed. */
        RESOURCE,
        /** A bug, or damage that we caused. */
        INTERNAL
    }

    public PlumblineException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public static PlumblineException user(String message) {
        return new PlumblineException(Kind.USER, message, null);
    }

    public static PlumblineException user(String message, Throwable cause) {
        return new PlumblineException(Kind.USER, message, cause);
    }

    public static PlumblineException resource(String message, @Nullable Throwable cause) {
        return new PlumblineException(Kind.RESOURCE, message, cause);
    }

    public static PlumblineException internal(String message, @Nullable Throwable cause) {
        return new PlumblineException(Kind.INTERNAL, message, cause);
    }

    public Kind kind() {
        return kind;
    }

    /** The message, which every constructor requires. */
    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? kind.name() : message;
    }
}
