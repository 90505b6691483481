package dev.plumbline.daemon.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Set;

/**
 * A bearer token and what it allows. Holds the token's SHA-256 only.
 *
 * @param name who it was given to, for the log
 * @param sha256 32 bytes
 * @param scopes what it allows
 */
public record Grant(String name, byte[] sha256, Set<Scope> scopes) {
    public Grant {
        if (sha256.length != 32) {
            throw new IllegalArgumentException("a SHA-256 has 32 bytes, not " + sha256.length);
        }
        sha256 = sha256.clone();
        scopes = Set.copyOf(scopes);
    }

    /** A grant for a token in plain text. */
    public static Grant ofToken(String name, String token, Set<Scope> scopes) {
        return new Grant(name, hash(token), scopes);
    }

    static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    boolean matches(byte[] hash) {
        return MessageDigest.isEqual(sha256, hash);
    }

    boolean allows(Scope scope) {
        return scopes.contains(scope) || scopes.contains(Scope.ADMIN);
    }

    /** Never shows the hash. */
    @Override
    public String toString() {
        return "Grant[" + name + ", " + scopes + "]";
    }
}
