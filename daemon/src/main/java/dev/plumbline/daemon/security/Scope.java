package dev.plumbline.daemon.security;

import java.util.Locale;
import java.util.Optional;

/** What a token allows. {@link #ADMIN} includes all others; the others include nothing but themselves. */
public enum Scope {
    /** Queries, targets, metrics. */
    READ,
    /** Asking for a verdict, which may start an analysis. */
    GATE,
    /** Sending samples. */
    WRITE,
    /** Reload and everything else. */
    ADMIN;

    /** The scope a tokens file names, or empty. */
    public static Optional<Scope> named(String name) {
        for (Scope scope : values()) {
            if (scope.word().equals(name)) {
                return Optional.of(scope);
            }
        }
        return Optional.empty();
    }

    /** As written in a tokens file. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
