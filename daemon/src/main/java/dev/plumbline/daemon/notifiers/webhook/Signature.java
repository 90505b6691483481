package dev.plumbline.daemon.notifiers.webhook;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Proves to a receiver that a body is ours: HMAC-SHA256 (RFC 2104, FIPS 180-4) of its bytes with a shared secret. */
final class Signature {
    static final String HEADER = "X-Plumbline-Signature-256";
    private static final String ALGORITHM = "HmacSHA256";

    private Signature() {}

    /** {@code sha256=} and 64 lower-case hexadecimal digits. The secret, not empty, counts as its bytes of UTF-8. */
    static String of(byte[] body, String secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
