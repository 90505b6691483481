package dev.plumbline.daemon.notifiers.email;

import dev.plumbline.daemon.config.Secret;
import dev.plumbline.daemon.config.alertmanager.Integration;
import dev.plumbline.daemon.http.TlsContext;
import dev.plumbline.daemon.notifiers.Delivery;
import dev.plumbline.daemon.notifiers.Delivery.FailureReason;
import dev.plumbline.daemon.notifiers.Message;
import dev.plumbline.daemon.notifiers.Notifier;
import dev.plumbline.daemon.notifiers.NotifierContext;
import dev.plumbline.daemon.notifiers.delivery.Redaction;
import dev.plumbline.daemon.notifiers.message.Rendering;
import dev.plumbline.daemon.notifiers.message.VerdictText;
import dev.plumbline.model.PlumblineException;
import jakarta.mail.MessagingException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Sends mails, each on a connection of its own. */
public final class EmailNotifier implements Notifier {
    /** For everything from the look-up of the host to the server's last word: mail servers make strangers wait. */
    static final int TIMEOUT_MILLIS = 30_000;

    private final Integration.Email config;
    private final NotifierContext context;
    private final TlsContext tls;
    private final int timeoutMillis;

    public EmailNotifier(Integration.Email config, NotifierContext context) {
        this(config, context, TIMEOUT_MILLIS);
    }

    EmailNotifier(Integration.Email config, NotifierContext context, int timeoutMillis) {
        this.config = config;
        this.context = context;
        this.timeoutMillis = timeoutMillis;
        tls = new TlsContext(config.tls());
    }

    @Override
    public Delivery send(Message message) {
        var secrets = new ArrayList<String>();
        Delivery outcome;
        try {
            add(config.login().password(), secrets);
            add(config.login().secret(), secrets);
            var rendering = new Rendering(context, VerdictText.forTemplates(message), config.kind());
            outcome = converse(EmailMessage.of(config, message, rendering));
        } catch (MessagingException e) {
            outcome = new Delivery.Failed(FailureReason.DEFAULT, SmtpOutcome.said(e));
        } catch (PlumblineException e) {
            outcome = new Delivery.Retry(FailureReason.DEFAULT, e.getMessage(), 0);
        }
        return new Redaction(secrets).apply(outcome);
    }

    private static void add(@Nullable Secret secret, List<String> secrets) {
        if (secret != null) {
            secrets.add(secret.reveal());
        }
    }

    /** On a thread of its own, since the look-up of a host cannot be interrupted: left behind when time is up. */
    private Delivery converse(EmailMessage mail) {
        var session = new SmtpSession(config, tls, timeoutMillis);
        var task = new FutureTask<>(() -> session.send(mail));
        Thread.ofVirtual().name("smtp").start(task);
        try {
            return task.get(timeoutMillis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            session.abort();
            return new Delivery.Retry(FailureReason.CONTEXT_DEADLINE_EXCEEDED,
                    config.host() + ":" + config.port() + ": not done within " + timeoutMillis + " ms", 0);
        } catch (InterruptedException e) {
            session.abort();
            Thread.currentThread().interrupt();
            return new Delivery.Retry(FailureReason.CONTEXT_CANCELED, config.host() + ": interrupted while sending", 0);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof PlumblineException cause) {
                throw cause;
            }
            throw PlumblineException.internal("sending a mail failed: " + e.getCause(), e);
        }
    }

    @Override
    public void close() {
        // No connection outlives its mail.
    }
}
