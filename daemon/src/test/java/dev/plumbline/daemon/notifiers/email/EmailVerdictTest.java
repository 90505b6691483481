package dev.plumbline.daemon.notifiers.email;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.config.HttpClientConfig.TlsConfig;
import dev.plumbline.daemon.config.alertmanager.Integration.Email;
import dev.plumbline.daemon.notifiers.Delivery;
import dev.plumbline.daemon.notifiers.Messages;
import dev.plumbline.daemon.notifiers.VerdictMessage;
import dev.plumbline.daemon.notifiers.VerdictMessages;
import dev.plumbline.daemon.notifiers.VerdictReport.Kind;
import dev.plumbline.daemon.notifiers.VerdictReport.Outcome;
import dev.plumbline.fleet.receivers.SmtpStandIn;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EmailVerdictTest {
    private final Messages messages = new Messages();
    private final SmtpStandIn server = SmtpStandIn.start();

    @AfterEach
    void stop() {
        messages.close();
        server.close();
    }

    private MimeMessage sent(VerdictMessage message) throws Exception {
        var config = new Email(true, "{{ .CommonLabels.service }}-owners@x.example", "plumbline@ops.example", "127.0.0.1", server.port(), "daemon.example",
                new Email.Login("", null, null, ""), false, false, TlsConfig.DEFAULT, Map.of("Subject", "{{ template \"email.default.subject\" . }}",
                "X-Team", "{{ .CommonLabels.namespace }}"), "<p>alerts</p>", "alerts", Email.Threading.NONE);
        try (var notifier = new EmailNotifier(config, messages.context(), 3_000)) {
            assertThat(notifier.send(message)).isInstanceOf(Delivery.Delivered.class);
        }
        return new MimeMessage(Session.getInstance(new Properties()),
                new ByteArrayInputStream(server.mails().getLast().message().getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static String part(MimeMessage mail, int index) throws Exception {
        return ((String) ((MimeMultipart) mail.getContent()).getBodyPart(index).getContent()).replace("\r\n", "\n");
    }

    @Test
    void aVerdictHasItsSubjectTextAndHtml() throws Exception {
        MimeMessage mail = sent(VerdictMessages.message(Outcome.NO_GO));
        assertThat(mail.getSubject()).isEqualTo("NO-GO: shop/checkout 2.4.1, stage 25");
        assertThat(server.mails().getLast().to()).containsExactly("checkout-owners@x.example");
        assertThat(mail.getHeader("X-Team")).containsExactly("shop");
        assertThat(part(mail, 0)).isEqualTo("""
                NO-GO: shop/checkout 2.4.1, stage 25

                error_rate 7 % > 5 % & <more>; 5,210 requests

                  error_rate: fail: 7 % > 5 %
                  latency_p99: pass: 412 ms <= 1000 ms

                score 40, policy web, analysis a-01J
                https://plumbline.example/ui/analyses/a-01J
                """);
        assertThat(part(mail, 1)).contains("<h2 style=\"color:#b3261e\">NO-GO: shop/checkout 2.4.1, stage 25</h2>",
                "error_rate 7 % &gt; 5 % &amp; &lt;more&gt;", "<a href=\"https://plumbline.example/ui/analyses/a-01J\">");
    }

    @Test
    void aPersonsNameIsNoMarkup() throws Exception {
        MimeMessage mail = sent(VerdictMessages.message(VerdictMessages.report(Kind.DECISION, Outcome.GO)));
        assertThat(mail.getSubject()).isEqualTo("GO decided by alice <a&b>: shop/checkout 2.4.1, stage 25");
        assertThat(part(mail, 1)).contains("alice &lt;a&amp;b&gt;").doesNotContain("<a&b>");
    }

    @Test
    void everyAttemptHasTheSameIdAndAVersionsMailsAreOneThread() throws Exception {
        MimeMessage first = sent(VerdictMessages.message(Outcome.NO_GO));
        MimeMessage again = sent(VerdictMessages.message(Outcome.NO_GO));
        MimeMessage late = sent(VerdictMessages.message(VerdictMessages.report(Kind.LATE_NO_GO, Outcome.NO_GO)));
        assertThat(again.getMessageID()).isEqualTo(first.getMessageID());
        assertThat(late.getMessageID()).isNotEqualTo(first.getMessageID());
        assertThat(late.getHeader("References")).isEqualTo(first.getHeader("References"));
    }
}
