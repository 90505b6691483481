package dev.plumbline.daemon.notifiers.delivery;

import dev.plumbline.daemon.config.HttpClientConfig;
import dev.plumbline.daemon.config.Secret;
import dev.plumbline.daemon.http.HttpAnswer;
import dev.plumbline.daemon.http.HttpFailure;
import dev.plumbline.daemon.http.HttpPoster;
import dev.plumbline.daemon.http.Post;
import dev.plumbline.daemon.notifiers.Delivery;
import dev.plumbline.daemon.notifiers.Delivery.FailureReason;
import dev.plumbline.daemon.notifiers.NotifierContext;
import dev.plumbline.model.PlumblineException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Posts messages to one receiver and says what became of them. Never throws for what the other side does. Thread-safe. */
public final class HttpDelivery {
    private final HttpClientConfig http;
    private final HttpPoster poster;
    private final NotifierContext context;
    private final long timeoutMillis;

    /**
     * A message.
     *
     * @param address a secret: neither it nor its path is ever told
     * @param headers may hold credentials, which are listed in {@code secrets}
     * @param secrets what must not be told besides
     */
    public record Letter(String address, byte[] body, Map<String, String> headers, List<String> secrets) {
        public Letter {
            headers = Map.copyOf(headers);
            secrets = List.copyOf(secrets);
        }
    }

    /** Judges an answer. */
    public interface AnswerRule {
        /** {@code retryAfterMillis}: by the header; 0 when it says nothing. */
        Delivery judge(HttpAnswer answer, long retryAfterMillis);
    }

    /** Makes the message; throws PlumblineException when a secret's file cannot be read. */
    public interface Writer {
        Letter write();
    }

    /** {@code timeoutMillis} null means {@link NotifierContext#DEFAULT_TIMEOUT_MILLIS}. */
    public HttpDelivery(HttpClientConfig http, @Nullable Long timeoutMillis, NotifierContext context) {
        this.http = http;
        this.poster = new HttpPoster(http, context.clients(), context.clock());
        this.context = context;
        this.timeoutMillis = timeoutMillis == null || timeoutMillis < 1 ? NotifierContext.DEFAULT_TIMEOUT_MILLIS : timeoutMillis;
    }

    /** Writes, sends, judges. */
    public Delivery send(Writer writer, AnswerRule rule) {
        var secrets = new ArrayList<String>();
        Delivery outcome;
        try {
            Letter letter = writer.write();
            secrets.addAll(letter.secrets);
            addSecrets(letter.address, secrets);
            outcome = post(letter, rule);
        } catch (HttpFailure e) {
            outcome = failed(e);
        } catch (PlumblineException e) {
            outcome = new Delivery.Retry(FailureReason.DEFAULT, e.getMessage(), 0);
        }
        return new Redaction(secrets).apply(outcome);
    }

    private Delivery post(Letter letter, AnswerRule rule) {
        URI uri;
        try {
            uri = URI.create(letter.address.strip());
        } catch (IllegalArgumentException e) {
            // The exception quotes the address.
            return new Delivery.Failed(FailureReason.DEFAULT, "the receiver's address is not a URL: expected http:// or https://");
        }
        if (uri.getHost() == null) {
            return new Delivery.Failed(FailureReason.DEFAULT, "the receiver's address has no host: expected http:// or https://");
        }
        HttpAnswer answer = poster.send(Post.json(uri, letter.body, timeoutMillis).withHeaders(letter.headers));
        return rule.judge(answer, answer.retryAfterMillis(context.clock().wallMillis()));
    }

    private static Delivery failed(HttpFailure failure) {
        String detail = failure.getMessage();
        return switch (failure.reason()) {
            case SETTINGS -> new Delivery.Failed(FailureReason.DEFAULT, detail);
            case TIMEOUT -> new Delivery.Retry(FailureReason.CONTEXT_DEADLINE_EXCEEDED, detail, 0);
            case INTERRUPTED -> new Delivery.Retry(FailureReason.CONTEXT_CANCELED, detail, 0);
            case CREDENTIALS, TLS, NETWORK -> new Delivery.Retry(FailureReason.DEFAULT, detail, 0);
        };
    }

    private void addSecrets(String address, List<String> secrets) {
        int path = address.indexOf('/', address.indexOf("://") + 3);
        if (path >= 0) {
            secrets.add(address.strip());
            String rest = address.substring(path).strip();
            secrets.add(rest);
            secrets.addAll(List.of(rest.split("[/?&=]")).stream().filter(part -> part.length() >= 8).toList());
        }
        HttpClientConfig.Authorization authorization = http.authorization();
        add(authorization == null ? null : authorization.credentials(), secrets);
        HttpClientConfig.BasicAuth basic = http.basicAuth();
        if (basic != null) {
            add(basic.password(), secrets);
            String pair = basic.username().reveal() + ":" + (basic.password() == null ? "" : basic.password().reveal());
            secrets.add(Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        }
        http.headers().values().forEach(header -> header.values().forEach(value -> add(value, secrets)));
    }

    private static void add(@Nullable Secret secret, List<String> secrets) {
        if (secret != null) {
            secrets.add(secret.reveal());
        }
    }
}
