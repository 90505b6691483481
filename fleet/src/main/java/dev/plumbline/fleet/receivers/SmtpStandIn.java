package dev.plumbline.fleet.receivers;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A mail server: EHLO, STARTTLS or TLS from the start, AUTH with PLAIN, LOGIN and CRAM-MD5, and mails that are kept and go
 * nowhere. Thread-safe.
 */
public final class SmtpStandIn implements AutoCloseable {
    private final Journal<ReceivedMail> mails = new Journal<>();
    private final Script<SmtpMisbehaviour> script = new Script<>();
    private final StandInServer server;

    /** How a connection is encrypted. */
    public enum Tls { NONE, STARTTLS, IMPLICIT }

    /**
     * How it is started.
     *
     * @param tls needs a certificate unless NONE
     * @param mechanisms of AUTH, in the order they are offered; none means that AUTH is not offered
     * @param user the one user name that is let in
     * @param password and the password or secret
     * @param lines told one line for each mail; called from the stand-in's threads
     */
    public record Options(Tls tls, @Nullable SelfSigned certificate, List<String> mechanisms, String user, String password,
            Consumer<String> lines) {
        /** No TLS, no AUTH, nobody told. */
        public static final Options DEFAULT = new Options(Tls.NONE, null, List.of(), "", "", line -> { });

        public Options {
            mechanisms = List.copyOf(mechanisms);
            if (tls != Tls.NONE && certificate == null) {
                throw new IllegalArgumentException("smtp: TLS " + tls + " needs a certificate");
            }
        }

        public Options withTls(Tls kind, SelfSigned shown) {
            return new Options(kind, shown, mechanisms, user, password, lines);
        }

        public Options withLogin(List<String> offered, String name, String secret) {
            return new Options(tls, certificate, offered, name, secret, lines);
        }

        public Options telling(Consumer<String> listener) {
            return new Options(tls, certificate, mechanisms, user, password, listener);
        }
    }

    private SmtpStandIn(Options options) {
        server = StandInServer.listen(0, (socket, listener) -> {
            SmtpMisbehaviour step = script.next();
            new SmtpConversation(options, step == null ? new SmtpMisbehaviour.Behave() : step, mail -> {
                mails.add(mail);
                options.lines.accept("mail to " + String.join(", ", mail.to()) + ": " + subject(mail.message()));
            }).hold(socket, listener);
        });
    }

    private static String subject(String message) {
        return message.lines().takeWhile(line -> !line.isEmpty()).filter(line -> line.startsWith("Subject: "))
                .map(line -> line.substring(9)).findFirst().orElse("(no subject)");
    }

    /** Starts on any port, without TLS and login. */
    public static SmtpStandIn start() {
        return start(Options.DEFAULT);
    }

    public static SmtpStandIn start(Options options) {
        return new SmtpStandIn(options);
    }

    public int port() {
        return server.port();
    }

    /** The mails taken, oldest first; the newest 10,000. */
    public List<ReceivedMail> mails() {
        return mails.entries();
    }

    /** Treats the next connections so, one after the other; further calls add to it. */
    public void misbehave(SmtpMisbehaviour... next) {
        script.add(List.of(next));
    }

    /** Treats every connection so that no script covers, until called with null. */
    public void misbehaveAlways(@Nullable SmtpMisbehaviour lasting) {
        script.always(lasting);
    }

    /** Ends all connections and frees the port. */
    @Override
    public void close() {
        server.close();
    }
}
