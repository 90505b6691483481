package dev.plumbline.daemon.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;

/** A bearer token that callers may present. Only its SHA-256 is kept: {@code sha256} is 64 hexadecimal digits in lower case. */
public record ApiToken(String name, String sha256, Set<Scope> scopes) {
    public ApiToken {
        scopes = Set.copyOf(scopes);
        sha256 = sha256.toLowerCase(Locale.ROOT);
    }

    /** What a token allows. */
    public enum Scope {
        READ, GATE, WRITE, ADMIN;

        /** The word for it in a tokens file. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether {@code presented} is this token; takes the same time wherever the two differ. */
    public boolean matches(String presented) {
        return MessageDigest.isEqual(digest(presented).getBytes(StandardCharsets.US_ASCII),
                sha256.getBytes(StandardCharsets.US_ASCII));
    }

    /** The SHA-256 of a token's UTF-8 bytes, 64 hexadecimal digits. */
    public static String digest(String token) {
        try {
            return HexFormat.of().formatHex(
                    MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "ApiToken[name=" + name + ", scopes=" + scopes + "]";
    }
}
