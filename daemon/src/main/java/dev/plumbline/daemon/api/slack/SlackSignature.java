package dev.plumbline.daemon.api.slack;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Slack's signature of a request, version v0. Source: docs.slack.dev, "Verifying requests from Slack". */
final class SlackSignature {
    /** How old a request may be, and how far ahead of our clock. */
    static final long MAX_AGE_SECONDS = 300;
    private static final String ALGORITHM = "HmacSHA256";

    private SlackSignature() {}

    /** {@code v0=} and the hexadecimal HMAC-SHA256 of {@code v0:timestamp:body}. */
    static String of(String secret, String timestamp, byte[] body) {
        var signed = new ByteArrayOutputStream();
        signed.writeBytes(("v0:" + timestamp + ":").getBytes(StandardCharsets.UTF_8));
        signed.writeBytes(body);
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return "v0=" + HexFormat.of().formatHex(mac.doFinal(signed.toByteArray()));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /** In constant time for signatures of the right length. */
    static boolean matches(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether a timestamp, in seconds since the epoch, is near enough to now. */
    static boolean isFresh(String timestamp, long nowMillis) {
        boolean digits = !timestamp.isEmpty() && timestamp.length() <= 12 && timestamp.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits && Math.abs(nowMillis / 1_000 - Long.parseLong(timestamp)) <= MAX_AGE_SECONDS;
    }
}
