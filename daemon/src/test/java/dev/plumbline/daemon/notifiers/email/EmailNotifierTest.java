package dev.plumbline.daemon.notifiers.email;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.config.HttpClientConfig.Pem;
import dev.plumbline.daemon.config.HttpClientConfig.TlsConfig;
import dev.plumbline.daemon.config.Secret;
import dev.plumbline.daemon.config.alertmanager.Integration.Email;
import dev.plumbline.daemon.notifiers.Delivery;
import dev.plumbline.daemon.notifiers.Delivery.FailureReason;
import dev.plumbline.daemon.notifiers.Messages;
import dev.plumbline.daemon.notifiers.Notification;
import dev.plumbline.daemon.notifiers.message.GroupHash;
import dev.plumbline.fleet.receivers.ReceivedMail;
import dev.plumbline.fleet.receivers.SelfSigned;
import dev.plumbline.fleet.receivers.SmtpMisbehaviour;
import dev.plumbline.fleet.receivers.SmtpStandIn;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EmailNotifierTest {
    private static final SelfSigned CERTIFICATE = SelfSigned.forLoopback();
    private static final Email.Login NOBODY = new Email.Login("", null, null, "");
    private static final String PASSWORD = "p\u00e4ssw0rd-of-the-test";
    private final Messages messages = new Messages();
    private final SmtpStandIn.Options plain = SmtpStandIn.Options.DEFAULT;

    /** Which server, how encrypted, as whom. */
    private record How(int port, boolean requireTls, boolean implicitTls, TlsConfig tls, Email.Login login) {
        static How clear(SmtpStandIn server) {
            return new How(server.port(), false, false, TlsConfig.DEFAULT, NOBODY);
        }

        How as(Email.Login someone) {
            return new How(port, requireTls, implicitTls, tls, someone);
        }
    }

    @AfterEach
    void stop() {
        messages.close();
    }

    private static Email config(How how, String to, Map<String, String> headers) {
        return new Email(true, to, "Plumbline <plumbline@ops.example>", "127.0.0.1", how.port, "daemon.example", how.login, how.requireTls,
                how.implicitTls, how.tls, headers, "<p>Grüße &amp; Rauch</p>", "Grüße aus dem Feuer = heiß", Email.Threading.DAILY);
    }

    private static Email config(How how) {
        return config(how, "a@x.example, B <b@x.example>", Map.of("Subject", "Feuer in Köln", "X-Team", "a\r\nBcc: evil@x.example",
                "To", "a@x.example, Jürgen <b@x.example>", "From", "Plumbline <plumbline@ops.example>"));
    }

    private Delivery send(Email config, Notification notification) {
        try (var notifier = new EmailNotifier(config, messages.context(), 3_000)) {
            return notifier.send(notification);
        }
    }

    private Delivery send(How how) {
        return send(config(how), Messages.firing());
    }

    private static MimeMessage parse(ReceivedMail mail) throws Exception {
        return new MimeMessage(Session.getInstance(new Properties()),
                new ByteArrayInputStream(mail.message().getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Test
    void isReadAsItWasMeant() throws Exception {
        try (var server = SmtpStandIn.start()) {
            assertThat(send(How.clear(server))).isEqualTo(new Delivery.Delivered("250 taken"));
            ReceivedMail mail = server.mails().getFirst();
            assertThat(mail.from()).isEqualTo("plumbline@ops.example");
            assertThat(mail.to()).containsExactly("a@x.example", "b@x.example");
            assertThat(mail.hello()).isEqualTo("daemon.example");
            assertThat(mail.message().chars()).allMatch(c -> c < 128);
            MimeMessage read = parse(mail);
            assertThat(read.getHeader("Subject", null)).startsWithIgnoringCase("=?utf-8?Q?");
            assertThat(read.getSubject()).isEqualTo("Feuer in Köln");
            assertThat(read.getSentDate()).hasTime(Messages.T0 / 1000 * 1000);
            assertThat(((InternetAddress) read.getAllRecipients()[1]).getPersonal()).isEqualTo("Jürgen");
            assertThat(read.getHeader("Bcc")).isNull();
            assertThat(read.getHeader("X-Team", null)).isEqualTo("a Bcc: evil@x.example");
            assertParts((MimeMultipart) read.getContent());
            String root = "<alert-" + GroupHash.of(Messages.firing().groupKey()).substring(0, 16) + "-2026-03-01@alertmanager>";
            assertThat(read.getHeader("References", null)).isEqualTo(root);
            assertThat(read.getHeader("In-Reply-To", null)).isEqualTo(root);
        }
    }

    private static void assertParts(MimeMultipart parts) throws Exception {
        assertThat(parts.getContentType()).startsWith("multipart/alternative");
        assertThat(parts.getCount()).isEqualTo(2);
        assertThat(parts.getBodyPart(0).getContentType()).containsIgnoringCase("text/plain; charset=utf-8");
        assertThat(parts.getBodyPart(0).getContent()).isEqualTo("Grüße aus dem Feuer = heiß");
        assertThat(parts.getBodyPart(0).getHeader("Content-Transfer-Encoding")).containsExactly("quoted-printable");
        assertThat(parts.getBodyPart(1).getContentType()).containsIgnoringCase("text/html; charset=utf-8");
        assertThat(parts.getBodyPart(1).getContent()).isEqualTo("<p>Grüße &amp; Rauch</p>");
    }

    @Test
    void anotherAttemptIsTheSameMailAndATestIsMarked() throws Exception {
        try (var server = SmtpStandIn.start()) {
            server.misbehave(new SmtpMisbehaviour.HangUpAfterAccepting());
            assertThat(send(How.clear(server))).isInstanceOf(Delivery.Retry.class);
            assertThat(send(How.clear(server))).isInstanceOf(Delivery.Delivered.class);
            assertThat(server.mails()).extracting(mail -> parse(mail).getMessageID()).hasSize(2).containsOnly(
                    "<" + GroupHash.of("id-1").substring(0, 32) + "@ops.example>");
            send(config(How.clear(server)), Messages.marked(Messages.firing()));
            assertThat(parse(server.mails().getLast()).getSubject()).isEqualTo("[TEST] Feuer in Köln");
        }
    }

    @Test
    void encryptsAsConfigured() {
        var trusted = new TlsConfig(new Pem(CERTIFICATE.pem(), null), null, null, null, false, null, null);
        try (var starting = SmtpStandIn.start(plain.withTls(SmtpStandIn.Tls.STARTTLS, CERTIFICATE));
                var implicit = SmtpStandIn.start(plain.withTls(SmtpStandIn.Tls.IMPLICIT, CERTIFICATE));
                var clear = SmtpStandIn.start()) {
            assertThat(send(new How(starting.port(), true, false, trusted, NOBODY))).isInstanceOf(Delivery.Delivered.class);
            assertThat(send(new How(implicit.port(), true, true, trusted, NOBODY))).isInstanceOf(Delivery.Delivered.class);
            assertThat(starting.mails()).hasSize(1).allMatch(ReceivedMail::tls);
            assertThat(implicit.mails()).hasSize(1).allMatch(ReceivedMail::tls);
            assertRetry(send(new How(clear.port(), true, false, trusted, NOBODY)), "STARTTLS");
            assertRetry(send(new How(starting.port(), true, false, TlsConfig.DEFAULT, NOBODY)), "TLS");
            assertRetry(send(new How(implicit.port(), true, true, TlsConfig.DEFAULT, NOBODY)), "certif");
            var misnamed = new TlsConfig(new Pem(CERTIFICATE.pem(), null), null, null, "mail.example", false, null, null);
            assertRetry(send(new How(starting.port(), true, false, misnamed, NOBODY)), "TLS");
            var careless = new TlsConfig(null, null, null, null, true, null, null);
            assertThat(send(new How(starting.port(), true, false, careless, NOBODY))).isInstanceOf(Delivery.Delivered.class);
            assertThat(clear.mails()).isEmpty();
        }
    }

    private static void assertRetry(Delivery outcome, String word) {
        assertThat(outcome).isInstanceOfSatisfying(Delivery.Retry.class, r -> {
            assertThat(r.reason()).isEqualTo(FailureReason.DEFAULT);
            assertThat(r.detail()).startsWith("127.0.0.1:").contains(word);
        });
    }

    @Test
    void logsInByTheServersOrder() {
        var both = new Email.Login("me", Secret.of(PASSWORD), Secret.of(PASSWORD), "");
        var password = new Email.Login("me", Secret.of(PASSWORD), null, "");
        assertLogin(List.of("XOAUTH2", "LOGIN", "PLAIN", "CRAM-MD5"), both, "LOGIN me");
        assertLogin(List.of("PLAIN", "LOGIN"), both, "PLAIN me");
        assertLogin(List.of("CRAM-MD5", "PLAIN"), both, "CRAM-MD5 me");
        assertLogin(List.of("CRAM-MD5", "PLAIN"), password, "PLAIN me");
    }

    private void assertLogin(List<String> offered, Email.Login login, String expected) {
        try (var server = SmtpStandIn.start(plain.withLogin(offered, "me", PASSWORD))) {
            assertThat(send(How.clear(server).as(login))).isInstanceOf(Delivery.Delivered.class);
            assertThat(server.mails()).extracting(ReceivedMail::login).containsExactly(expected);
        }
    }

    @Test
    void aRefusedLoginIsRetriedAndTellsNoPassword() {
        for (String mechanism : List.of("PLAIN", "LOGIN", "CRAM-MD5", "GSSAPI")) {
            try (var server = SmtpStandIn.start(plain.withLogin(List.of(mechanism), "me", "another"))) {
                var login = new Email.Login("me", Secret.of(PASSWORD), Secret.of(PASSWORD), "");
                Delivery outcome = send(How.clear(server).as(login));
                assertThat(outcome).as(mechanism).isInstanceOf(Delivery.Retry.class);
                server.misbehave(new SmtpMisbehaviour.Refuse("AUTH", 535, "not with " + PASSWORD));
                assertThat(send(How.clear(server).as(login)).toString()).doesNotContain(PASSWORD);
                assertThat(server.mails()).isEmpty();
            }
        }
    }

    @Test
    void failuresBeforeTheMailAreRetriedLaterOnesByTheirCode() {
        try (var server = SmtpStandIn.start()) {
            server.misbehave(new SmtpMisbehaviour.Refuse("CONNECT", 554, "go away"), new SmtpMisbehaviour.HangUp("EHLO"),
                    new SmtpMisbehaviour.Refuse("EHLO", 502, "an old server, to be greeted by HELO"));
            assertThat(send(How.clear(server))).isInstanceOf(Delivery.Retry.class);
            assertThat(send(How.clear(server))).isInstanceOf(Delivery.Retry.class);
            assertThat(send(config(How.clear(server)), Messages.resolved())).isInstanceOf(Delivery.Delivered.class);
            for (String step : List.of("MAIL", "RCPT", "DATA", "MESSAGE")) {
                server.misbehave(new SmtpMisbehaviour.Refuse(step, 451, "later"), new SmtpMisbehaviour.Refuse(step, 550, "never"),
                        new SmtpMisbehaviour.HangUp(step));
                assertThat(send(How.clear(server))).as(step).isInstanceOfSatisfying(Delivery.Retry.class, r -> {
                    assertThat(r.reason()).isEqualTo(FailureReason.SERVER_ERROR);
                    assertThat(r.detail()).contains("451");
                });
                assertThat(send(How.clear(server))).as(step).isInstanceOfSatisfying(Delivery.Failed.class, f -> {
                    assertThat(f.reason()).isEqualTo(FailureReason.CLIENT_ERROR);
                    assertThat(f.detail()).contains("never");
                });
                assertThat(send(How.clear(server))).as(step).isInstanceOf(Delivery.Retry.class);
            }
            assertThat(server.mails()).hasSize(1);
        }
    }

    @Test
    void silenceEndsAtTheTimeout() {
        try (var server = SmtpStandIn.start()) {
            for (String step : List.of("CONNECT", "MESSAGE")) {
                server.misbehave(new SmtpMisbehaviour.Silence(step));
                try (var notifier = new EmailNotifier(config(How.clear(server)), messages.context(), 300)) {
                    assertThat(notifier.send(Messages.firing())).as(step).isInstanceOf(Delivery.Retry.class);
                }
            }
        }
    }

    @Test
    void addressesMustBeAddresses() {
        try (var server = SmtpStandIn.start()) {
            for (String to : List.of("", "no address", "a@", "a@x.example\r\nRCPT TO:<evil@x.example>")) {
                assertThat(send(config(How.clear(server), to, Map.of()), Messages.firing())).as(to).isInstanceOf(Delivery.Failed.class);
            }
            assertThat(server.mails()).isEmpty();
        }
    }
}
