package dev.plumbline.daemon.notifiers.email;

import dev.plumbline.daemon.config.Secret;
import dev.plumbline.daemon.config.alertmanager.Integration.Email.Login;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/**
 * AUTH (RFC 4954) by the first mechanism in the server's list that the login has what it takes for: CRAM-MD5 (RFC 2195) with a
 * secret, PLAIN (RFC 4616) and LOGIN with a password. Angus Mail would go by a list of its own.
 */
final class SmtpAuthentication {
    private static final int GO_ON = 334;
    private static final int DONE = 235;
    private final SMTPTransport transport;
    private final Login login;

    SmtpAuthentication(SMTPTransport transport, Login login) {
        this.transport = transport;
        this.login = login;
    }

    /** Throws AuthenticationFailedException when the server offers nothing that fits, or refuses. */
    void authenticate() throws MessagingException {
        String offered = transport.getExtensionParameter("AUTH");
        for (String mechanism : (offered == null ? "" : offered).toUpperCase(Locale.ROOT).split("[ =]+")) {
            Secret password = login.password();
            Secret secret = login.secret();
            if (mechanism.equals("CRAM-MD5") && secret != null) {
                expect(answer(command("AUTH CRAM-MD5"), secret.reveal()));
                return;
            }
            if (mechanism.equals("PLAIN") && password != null) {
                expect(command("AUTH PLAIN " + encode(login.identity() + "\0" + login.username() + "\0" + password.reveal())));
                return;
            }
            if (mechanism.equals("LOGIN") && password != null) {
                command("AUTH LOGIN");
                command(encode(login.username()));
                expect(command(encode(password.reveal())));
                return;
            }
        }
        throw new AuthenticationFailedException("the server offers AUTH " + (offered == null ? "not at all" : offered)
                + ": expected CRAM-MD5 with auth_secret, or PLAIN or LOGIN with auth_password");
    }

    private int answer(int challenge, String secret) throws MessagingException {
        String said = transport.getLastServerResponse();
        if (challenge != GO_ON || said.length() < 4) {
            return challenge;
        }
        try {
            byte[] question = Base64.getDecoder().decode(said.substring(4).strip());
            var mac = Mac.getInstance("HmacMD5");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacMD5"));
            return command(encode(login.username() + " " + HexFormat.of().formatHex(mac.doFinal(question))));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new AuthenticationFailedException("CRAM-MD5 cannot answer the server's challenge");
        }
    }

    private int command(String line) throws MessagingException {
        int code = transport.simpleCommand(line);
        if (code / 100 > 3 || code < 0) {
            refused();
        }
        return code;
    }

    private void expect(int code) throws MessagingException {
        if (code != DONE) {
            refused();
        }
    }

    private void refused() throws MessagingException {
        throw new AuthenticationFailedException("the server refuses the login: " + said(transport.getLastServerResponse()));
    }

    private static String said(@Nullable String response) {
        return response == null ? "no answer" : response.strip();
    }

    private static String encode(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
