package dev.plumbline.daemon.notifiers.email;

import dev.plumbline.daemon.config.alertmanager.Integration.Email;
import dev.plumbline.daemon.notifiers.Notification;
import dev.plumbline.daemon.notifiers.message.GroupHash;
import dev.plumbline.daemon.notifiers.message.Rendering;
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
 * A mail made from a notification. The Message-ID is the same for every attempt at the same message.
 *
 * @param from of the envelope
 * @param to of the envelope, at least one
 */
record EmailMessage(InternetAddress from, InternetAddress[] to, MimeMessage message) {
    private static final int MESSAGE_ID_DIGITS = 32;
    private static final int THREAD_DIGITS = 16;

    /** Its Message-ID is decided by us alone. */
    private static final class Message extends MimeMessage {
        private final String id;

        Message(Session session, String id) {
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
    static EmailMessage of(Email config, Notification notification, Rendering rendering) throws MessagingException {
        InternetAddress[] from = addresses("from", rendering.text(config.from()));
        InternetAddress[] to = addresses("to", rendering.text(config.to()));
        if (from.length != 1 || to.length == 0) {
            throw new AddressException("there are " + from.length + " addresses in from and " + to.length
                    + " in to: expected one in from and at least one in to");
        }
        var message = new Message(Session.getInstance(new Properties()), messageId(notification, from[0].getAddress()));
        addHeaders(message, config, rendering);
        addThread(message, config, notification);
        message.setSentDate(Date.from(Instant.ofEpochMilli(notification.createdAtMillis())));
        message.setContent(content(config, rendering));
        message.saveChanges();
        return new EmailMessage(from[0], to, message);
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

    private static String messageId(Notification notification, String from) {
        String domain = from.substring(from.lastIndexOf('@') + 1);
        return "<" + GroupHash.of(notification.id()).substring(0, MESSAGE_ID_DIGITS) + "@" + domain + ">";
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

    private static void addThread(MimeMessage message, Email config, Notification notification) throws MessagingException {
        if (config.threading() != null) {
            String day = switch (config.threading()) {
                case DAILY -> LocalDate.ofInstant(Instant.ofEpochMilli(notification.createdAtMillis()), ZoneOffset.UTC).toString();
                case NONE -> "";
            };
            // Alertmanager's own form, so that a thread goes on when it is replaced.
            String root = "<alert-" + GroupHash.of(notification.groupKey()).substring(0, THREAD_DIGITS) + "-" + day + "@alertmanager>";
            message.setHeader("References", root);
            message.setHeader("In-Reply-To", root);
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

    private static MimeBodyPart part(String text, String subtype) throws MessagingException {
        var part = new MimeBodyPart();
        part.setText(text, StandardCharsets.UTF_8.name(), subtype);
        part.setHeader("Content-Transfer-Encoding", "quoted-printable");
        return part;
    }
}
