package dev.plumbline.fleet.receivers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The server's side of AUTH (RFC 4954, 4616, 2195). */
final class SmtpLogin {
    private static final String CHALLENGE = "<1896.697170952@stand-in>";
    private final String user;
    private final String password;
    private final Dialogue dialogue;

    /** Asks the client, in Base64, and returns what it says, in Base64. */
    interface Dialogue {
        String ask(String question) throws IOException;
    }

    SmtpLogin(String user, String password, Dialogue dialogue) {
        this.user = user;
        this.password = password;
        this.dialogue = dialogue;
    }

    /** {@code initial} is what came with the command; may be empty. */
    boolean accepts(String mechanism, String initial) throws IOException {
        try {
            return switch (mechanism) {
                case "PLAIN" -> plain(initial.isEmpty() ? dialogue.ask("") : initial);
                case "LOGIN" -> login(initial);
                case "CRAM-MD5" -> digest();
                default -> false;
            };
        } catch (IllegalArgumentException e) {
            return false; // not Base64
        }
    }

    private boolean plain(String response) {
        String[] parts = decode(response).split("\0", -1);
        return parts.length == 3 && parts[1].equals(user) && parts[2].equals(password);
    }

    private boolean login(String initial) throws IOException {
        String name = decode(initial.isEmpty() ? dialogue.ask(encode("Username:")) : initial);
        return decode(dialogue.ask(encode("Password:"))).equals(password) && name.equals(user);
    }

    private boolean digest() throws IOException {
        try {
            String answer = decode(dialogue.ask(encode(CHALLENGE)));
            var mac = Mac.getInstance("HmacMD5");
            mac.init(new SecretKeySpec(password.getBytes(StandardCharsets.UTF_8), "HmacMD5"));
            byte[] expected = mac.doFinal(CHALLENGE.getBytes(StandardCharsets.UTF_8));
            return answer.equals(user + " " + HexFormat.of().formatHex(expected));
        } catch (GeneralSecurityException e) {
            throw new IOException("the platform has no HmacMD5", e);
        }
    }

    private static String decode(String text) {
        return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
    }

    private static String encode(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
