package dev.plumbline.daemon.notifiers.email;

import dev.plumbline.daemon.config.alertmanager.Integration.Email;
import dev.plumbline.daemon.http.TlsContext;
import dev.plumbline.daemon.notifiers.Delivery;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/** One connection for one mail. Run by one thread; {@link #abort} may come from another. */
final class SmtpSession {
    private static final int IMPLICIT_TLS_PORT = 465;
    private final Email config;
    private final TlsContext tls;
    private final int timeoutMillis;
    private final Socket socket = new Socket();

    /** {@code timeoutMillis}: for connecting and for each answer. */
    SmtpSession(Email config, TlsContext tls, int timeoutMillis) {
        this.config = config;
        this.tls = tls;
        this.timeoutMillis = timeoutMillis;
    }

    Delivery send(EmailMessage mail) {
        String place = config.host() + ":" + config.port();
        var transport = new SMTPTransport(Session.getInstance(properties(mail)), new URLName("smtp", config.host(), config.port(), null, null, null));
        try (socket) {
            try {
                open(transport);
            } catch (MessagingException | IOException e) {
                return SmtpOutcome.beforeMail(place + ": " + SmtpOutcome.said(e));
            }
            return offer(transport, mail, place);
        } catch (IOException e) {
            return SmtpOutcome.beforeMail(place + ": " + e.getMessage());
        }
    }

    /** Connects, encrypts, logs in. */
    private void open(SMTPTransport transport) throws MessagingException, IOException {
        InetAddress found = InetAddress.getByName(config.host());
        // With its name, so that nobody looks the name of the address up.
        InetAddress named = InetAddress.getByAddress(config.host(), found.getAddress());
        socket.setSoTimeout(timeoutMillis);
        socket.connect(new InetSocketAddress(named, config.port()), timeoutMillis);
        transport.connect(implicitTls() ? tls.wrap(socket, config.host(), config.port()) : socket);
        if (!config.login().username().isEmpty()) {
            new SmtpAuthentication(transport, config.login()).authenticate();
        }
    }

    private static Delivery offer(SMTPTransport transport, EmailMessage mail, String place) {
        try {
            transport.sendMessage(mail.message(), mail.to());
            String said = transport.getLastServerResponse();
            quit(transport);
            return new Delivery.Delivered(said == null ? "" : said.strip());
        } catch (MessagingException e) {
            return switch (SmtpOutcome.ofMail(e)) {
                case Delivery.Delivered(String detail) -> new Delivery.Delivered(place + ": " + detail);
                case Delivery.Retry(Delivery.FailureReason reason, String detail, long after) ->
                    new Delivery.Retry(reason, place + ": " + detail, after);
                case Delivery.Failed(Delivery.FailureReason reason, String detail) ->
                    new Delivery.Failed(reason, place + ": " + detail);
            };
        }
    }

    private static void quit(SMTPTransport transport) {
        try {
            transport.close();
        } catch (MessagingException e) {
            // The server has the mail; how the parting goes does not matter.
        }
    }

    private boolean implicitTls() {
        Boolean given = config.implicitTls();
        return given == null ? config.port() == IMPLICIT_TLS_PORT : given;
    }

    private Properties properties(EmailMessage mail) {
        boolean startTls = config.requireTls() && !implicitTls();
        var properties = new Properties();
        properties.put("mail.smtp.localhost", config.hello().isEmpty() ? "localhost" : config.hello());
        properties.put("mail.smtp.from", mail.from().getAddress());
        properties.put("mail.smtp.starttls.enable", Boolean.toString(startTls));
        properties.put("mail.smtp.starttls.required", Boolean.toString(startTls));
        properties.put("mail.smtp.ssl.socketFactory", new StartTlsSockets(tls, config.host()));
        // The handshake has checked the name already, as the configuration says.
        properties.put("mail.smtp.ssl.checkserveridentity", "false");
        properties.put("mail.smtp.timeout", Integer.toString(timeoutMillis));
        properties.put("mail.smtp.sendpartial", "true");
        properties.put("mail.smtp.quitwait", "false");
        return properties;
    }

    /** Ends the conversation at once, whatever it waits for. */
    void abort() {
        try {
            socket.close();
        } catch (IOException e) {
            // Already gone: what was wanted.
        }
    }
}
