package dev.plumbline.daemon.api.slack;

import dev.plumbline.daemon.config.HttpClientConfig;
import dev.plumbline.daemon.http.HttpAnswer;
import dev.plumbline.daemon.http.HttpClients;
import dev.plumbline.daemon.http.HttpFailure;
import dev.plumbline.daemon.http.HttpPoster;
import dev.plumbline.daemon.http.Post;
import dev.plumbline.time.Clock;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts to {@code response_url}s, each at most {@value #TRIES} times over a minute, on the clock's threads. It is a courtesy: the
 * decision is recorded before, and a message that cannot be written anew is refused when its buttons are pressed again. At most
 * {@value #MAX_WAITING} wait; more are let go. Thread-safe.
 */
public final class SlackReplies {
    static final int TRIES = 4;
    static final int MAX_WAITING = 100;
    private static final Logger LOG = LoggerFactory.getLogger(SlackReplies.class);
    private static final List<Long> PAUSES_MILLIS = List.of(0L, 2_000L, 10_000L, 45_000L);
    private static final long TIMEOUT_MILLIS = 10_000;
    private static final HttpClientConfig HTTP = new HttpClientConfig(null, null, null, HttpClientConfig.TlsConfig.DEFAULT,
            HttpClientConfig.ProxyConfig.NONE, false, true, Map.of());
    private final HttpPoster poster;
    private final Clock clock;
    private final AtomicInteger waiting = new AtomicInteger();

    public SlackReplies(HttpClients clients, Clock clock) {
        poster = new HttpPoster(HTTP, clients, clock);
        this.clock = clock;
    }

    /** Returns at once. */
    void send(URI to, String json) {
        if (waiting.incrementAndGet() > MAX_WAITING) {
            waiting.decrementAndGet();
            LOG.warn("{} answers to Slack wait already; one more is let go", MAX_WAITING);
            return;
        }
        attempt(to, json.getBytes(StandardCharsets.UTF_8), 0);
    }

    private void attempt(URI to, byte[] body, int tried) {
        if (tried == TRIES) {
            waiting.decrementAndGet();
            LOG.warn("a message at Slack could not be written anew in {} attempts", TRIES);
            return;
        }
        clock.schedule(PAUSES_MILLIS.get(tried), () -> {
            if (isDone(to, body)) {
                waiting.decrementAndGet();
            } else {
                attempt(to, body, tried + 1);
            }
        });
    }

    private boolean isDone(URI to, byte[] body) {
        try {
            HttpAnswer answer = poster.send(Post.json(to, body, TIMEOUT_MILLIS));
            boolean passing = answer.status() >= 500 || answer.status() == 429;
            if (!answer.successful() && !passing) {
                LOG.warn("Slack refused to write a message anew: HTTP status {}", answer.status());
            }
            return !passing;
        } catch (HttpFailure e) {
            LOG.warn("a message at Slack was not written anew: {}", e.getMessage());
            return e.reason() == HttpFailure.Reason.SETTINGS;
        }
    }
}
