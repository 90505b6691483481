package dev.plumbline.daemon.alerting;

import dev.plumbline.model.Labels;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names made of contents: FNV-1a 64 over labels, as Alertmanager's fingerprint of an alert, and SHA-256 for identities. */
final class Fingerprint {
    private static final long START = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;
    private static final byte SEPARATOR = (byte) 0xff; // occurs in no UTF-8 text

    private Fingerprint() {}

    /** 16 lower-case hexadecimal digits over name, 0xff, value, 0xff of each label. */
    static String of(Labels labels) {
        long hash = START;
        for (int i = 0; i < labels.size(); i++) {
            hash = add(add(hash, labels.name(i)), labels.value(i));
        }
        return HexFormat.of().toHexDigits(hash);
    }

    private static long add(long hash, String text) {
        long result = hash;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            result = (result ^ (b & 0xff)) * PRIME;
        }
        return (result ^ (SEPARATOR & 0xff)) * PRIME;
    }

    /** 64 lower-case hexadecimal digits over the parts, each followed by 0xff. */
    static String sha256(String... parts) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                digest.update(part.getBytes(StandardCharsets.UTF_8));
                digest.update(SEPARATOR);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
