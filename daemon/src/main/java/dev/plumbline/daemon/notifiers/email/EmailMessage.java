package dev.plumbline.daemon.notifiers.email;

import dev.plumbline.daemon.config.alertmanager.Integration.Email;
import dev.plumbline.daemon.notifiers.Message;
import dev.plumbline.daemon.notifiers.Notification;
import dev.plumbline.daemon.notifiers.VerdictMessage;
import dev.plumbline.daemon.notifiers.VerdictReport;
import dev.plumbline.daemon.notifiers.message.GroupHash;
import dev.plumbline.daemon.notifiers.message.Rendering;
import dev.plumbline.daemon.notifiers.message.VerdictText;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.Locale;
import java.util.Properties;
import java.util.TreeMap;

/**
 * A mail about alerts, as the receiver's templates say, or about a verdict. The Message-ID is the same for every attempt at the same message.
 *
 * @param from of the envelope
 * @param to of the envelope, at least one
 */
record EmailMessage(InternetAddress from, InternetAddress[] to, MimeMessage message) {
    private static final int MESSAGE_ID_DIGITS = 32;
    private static final int THREAD_DIGITS = 16;

    /** Its Message-ID is decided by us alone. */
    private static final class Mail extends MimeMessage {
        private final String id;

        Mail(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            if (getHeader("Message-ID") == null) {
                setHeader("Message-ID", id);
            }
        }
    }

    /** Throws MessagingException when an address is none, or there are none or, of senders, several. */
    static EmailMessage of(Email config, Message message, Rendering rendering) throws MessagingException {
        InternetAddress[] from = addresses("from", rendering.text(config.from()));
        InternetAddress[] to = addresses("to", rendering.text(config.to()));
        if (from.length != 1 || to.length == 0) {
            throw new AddressException("there are " + from.length + " addresses in from and " + to.length
                    + " in to: expected one in from and at least one in to");
        }
        var mail = new Mail(Session.getInstance(new Properties()), messageId(message, from[0].getAddress()));
        addHeaders(mail, config, rendering);
        addThread(mail, config, message);
        mail.setSentDate(Date.from(Instant.ofEpochMilli(message.createdAtMillis())));
        switch (message) {
            case Notification _ -> mail.setContent(content(config, rendering));
            case VerdictMessage verdict -> {
                mail.setHeader("Subject", encoded("Subject", VerdictText.title(verdict.report())));
                mail.setContent(content(verdict.report()));
            }
        }
        mail.saveChanges();
        return new EmailMessage(from[0], to, mail);
    }

    private static InternetAddress[] addresses(String what, String text) throws AddressException {
        try {
            InternetAddress[] parsed = InternetAddress.parse(text, true);
            for (InternetAddress address : parsed) {
                address.validate();
            }
            return parsed;
        } catch (AddressException e) {
            throw new AddressException("the addresses in " + what + " cannot be read: " + e.getMessage());
        }
    }

    private static String messageId(Message message, String from) {
        String domain = from.substring(from.lastIndexOf('@') + 1);
        return "<" + GroupHash.of(message.id()).substring(0, MESSAGE_ID_DIGITS) + "@" + domain + ">";
    }

    private static void addHeaders(MimeMessage message, Email config, Rendering rendering) throws MessagingException {
        var headers = new TreeMap<>(config.headers());
        headers.putIfAbsent("Subject", "");
        headers.putIfAbsent("From", config.from());
        headers.putIfAbsent("To", config.to());
        for (var header : headers.entrySet()) {
            String name = header.getKey();
            boolean subject = name.equalsIgnoreCase("Subject");
            String value = subject ? rendering.requiredSubject(header.getValue()) : rendering.text(header.getValue());
            // A line break in a label must not begin another header.
            String line = value.replaceAll("[\\r\\n]+", " ").strip();
            message.setHeader(name, isAddress(name) ? addressHeader(line) : encoded(name, line));
        }
    }

    private static boolean isAddress(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "from", "to", "cc", "reply-to", "sender" -> true;
            default -> false;
        };
    }

    /** Only the names of people may be encoded, never the addresses. */
    private static String addressHeader(String value) throws MessagingException {
        try {
            InternetAddress[] addresses = InternetAddress.parse(value, false);
            for (InternetAddress address : addresses) {
                address.setPersonal(address.getPersonal(), StandardCharsets.UTF_8.name());
            }
            return InternetAddress.toString(addresses, 4);
        } catch (AddressException | UnsupportedEncodingException e) {
            return encoded("To", value);
        }
    }

    private static String encoded(String name, String value) throws MessagingException {
        try {
            return MimeUtility.fold(name.length() + 2, MimeUtility.encodeText(value, StandardCharsets.UTF_8.name(), "Q"));
        } catch (UnsupportedEncodingException e) {
            throw new MessagingException("the platform does not know UTF-8", e);
        }
    }

    private static void addThread(MimeMessage mail, Email config, Message message) throws MessagingException {
        if (config.threading() != null) {
            String day = switch (config.threading()) {
                case DAILY -> LocalDate.ofInstant(Instant.ofEpochMilli(message.createdAtMillis()), ZoneOffset.UTC).toString();
                case NONE -> "";
            };
            String thread = switch (message) {
                case Notification alerts -> alerts.groupKey();
                case VerdictMessage verdict -> verdict.key();
            };
            // Alertmanager's own form, so that a thread goes on when it is replaced.
            String root = "<alert-" + GroupHash.of(thread).substring(0, THREAD_DIGITS) + "-" + day + "@alertmanager>";
            mail.setHeader("References", root);
            mail.setHeader("In-Reply-To", root);
        }
    }

    private static MimeMultipart content(Email config, Rendering rendering) throws MessagingException {
        var parts = new MimeMultipart("alternative");
        String html = config.html().isEmpty() ? "" : rendering.html(config.html());
        String text = rendering.body(config.text());
        if (!text.isEmpty()) {
            parts.addBodyPart(part(text, "plain"));
        }
        if (!html.isEmpty()) {
            parts.addBodyPart(part(html, "html"));
        }
        if (parts.getCount() == 0) {
            parts.addBodyPart(part("", "plain"));
        }
        return parts;
    }

    private static MimeMultipart content(VerdictReport report) throws MessagingException {
        var parts = new MimeMultipart("alternative");
        parts.addBodyPart(part(VerdictText.body(report), "plain"));
        parts.addBodyPart(part(VerdictHtml.of(report), "html"));
        return parts;
    }

    private static MimeBodyPart part(String text, String subtype) throws MessagingException {
        var part = new MimeBodyPart();
        part.setText(text, StandardCharsets.UTF_8.name(), subtype);
        part.setHeader("Content-Transfer-Encoding", "quoted-printable");
        return part;
    }
}
