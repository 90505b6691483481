package dev.plumbline.daemon.github;

import dev.plumbline.model.PlumblineException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/** Signs as an app: JSON Web Tokens (RFC 7519) with RS256 (RFC 7518, 3.3). */
final class AppKey {
    /** Back-dated so that a clock that is a little ahead is no reason to refuse. */
    private static final long BEFORE_SECONDS = 60;
    /** GitHub takes ten minutes at most. */
    private static final long LIFE_SECONDS = 540;
    private static final String HEADER = encoded("{\"alg\":\"RS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8));
    /** Version 0 and the algorithm rsaEncryption, as PKCS #8 (RFC 5208) puts them before a key of PKCS #1. */
    private static final byte[] RSA_PREFIX = HexFormat.of().parseHex("020100300d06092a864886f70d0101010500");

    private AppKey() {}

    /**
     * A token that says who the app is, for nine minutes.
     *
     * @param pem an RSA key, PKCS #1 as GitHub gives it or PKCS #8
     * @throws PlumblineException of kind USER when it is no such key
     */
    static String token(String appId, String pem, long nowMillis) {
        long now = nowMillis / 1_000;
        String claims = "{\"iat\":" + (now - BEFORE_SECONDS) + ",\"exp\":" + (now + LIFE_SECONDS) + ",\"iss\":\"" + appId + "\"}";
        String signed = HEADER + "." + encoded(claims.getBytes(StandardCharsets.UTF_8));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key(pem));
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + encoded(signature.sign());
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw wrong();
        }
    }

    private static PrivateKey key(String pem) throws GeneralSecurityException {
        byte[] plain = between(pem, "PRIVATE KEY");
        byte[] der = plain.length > 0 ? plain : wrapped(between(pem, "RSA PRIVATE KEY"));
        return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
    }

    /** Empty when there is no such part. */
    private static byte[] between(String pem, String label) {
        String begin = "-----BEGIN " + label + "-----";
        int from = pem.indexOf(begin);
        int to = pem.indexOf("-----END " + label + "-----");
        return from < 0 || to < from ? new byte[0] : Base64.getMimeDecoder().decode(pem.substring(from + begin.length(), to).strip());
    }

    private static byte[] wrapped(byte[] pkcs1) {
        if (pkcs1.length == 0) {
            throw wrong();
        }
        var content = new ByteArrayOutputStream();
        content.writeBytes(RSA_PREFIX);
        content.writeBytes(tagged(0x04, pkcs1));
        return tagged(0x30, content.toByteArray());
    }

    /** DER (X.690, 8.1.3): a tag, a length in two bytes, the content. */
    private static byte[] tagged(int tag, byte[] content) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) tag, (byte) 0x82, (byte) (content.length >> 8), (byte) content.length});
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static PlumblineException wrong() {
        return PlumblineException.user("github.private_key is no RSA key in PEM: expected \"BEGIN RSA PRIVATE KEY\" or \"BEGIN PRIVATE KEY\"");
    }
}
