package dev.plumbline.daemon.github;

import dev.plumbline.daemon.config.GithubConfig;
import dev.plumbline.daemon.config.yaml.JsonView;
import dev.plumbline.daemon.http.HttpAnswer;
import dev.plumbline.daemon.http.HttpClients;
import dev.plumbline.daemon.http.HttpFailure;
import dev.plumbline.daemon.http.HttpPoster;
import dev.plumbline.daemon.http.Post;
import dev.plumbline.daemon.verdicts.JsonObject;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.time.Clock;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Speaks to GitHub as the app. Tokens of installations are kept until five minutes before they expire, at most {@value #MAX_TOKENS}.
 * Blocks on the network; used by one thread at a time.
 */
final class GithubClient {
    private static final int MAX_TOKENS = 100;
    private static final long EARLY_MILLIS = 300_000;
    private static final long TIMEOUT_MILLIS = 20_000;
    private static final Set<String> LEADS_OUT = Set.of("", ".", "..");
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY = 429;
    private final GithubConfig config;
    private final HttpPoster poster;
    private final Clock clock;
    private final Map<String, Token> tokens = new LinkedHashMap<>();

    /** What came of a call. */
    sealed interface Reply {
        /** Taken. */
        record Taken() implements Reply {}

        /** Never will be. */
        record Refused(String why) implements Reply {}

        /** May be later; {@code afterMillis} is how long GitHub asked to be left alone, 0 when it did not. */
        record Later(String why, long afterMillis) implements Reply {}
    }

    private record Token(String value, long untilMillis) {}

    GithubClient(GithubConfig config, HttpClients clients, Clock clock) {
        this.config = config;
        this.clock = clock;
        poster = new HttpPoster(config.http(), clients, clock);
    }

    /** Whether an address is under the API: the same scheme, host, port and path, with nothing that leads out of it. */
    static boolean isUnder(URI api, String address) {
        try {
            URI uri = URI.create(address);
            String prefix = api + "/";
            boolean plain = uri.getUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
            return plain && address.startsWith(prefix) && !address.contains("%")
                    && List.of(address.substring(prefix.length()).split("/", -1)).stream().noneMatch(LEADS_OUT::contains);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Sends a decision ({@code approved} or {@code rejected}), or with an empty state a report while it waits. */
    Reply review(DeploymentOrder order, String state, String comment) {
        if (!isUnder(config.apiUrl(), order.callback())) {
            return new Reply.Refused("the callback is not under " + config.apiUrl() + ", the github.api_url");
        }
        String body = JsonObject.write(json -> {
            json.writeStringProperty("environment_name", order.environment());
            if (!state.isEmpty()) {
                json.writeStringProperty("state", state);
            }
            json.writeStringProperty("comment", comment);
        });
        try {
            HttpAnswer answer = post(order.callback(), token(order.installation()), body);
            if (answer.status() == UNAUTHORIZED) {
                tokens.remove(order.installation());
            }
            return judged(answer);
        } catch (Trouble e) {
            return e.reply;
        } catch (HttpFailure e) {
            return new Reply.Later(e.getMessage(), 0);
        } catch (PlumblineException e) { // the key cannot be read, or is none: it may be put right
            return new Reply.Later(e.getMessage(), 0);
        }
    }

    /** No token, and why. */
    private static final class Trouble extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient Reply reply;

        Trouble(Reply reply) {
            this.reply = reply;
        }
    }

    private String token(String installation) {
        Token known = tokens.get(installation);
        if (known != null && clock.wallMillis() < known.untilMillis - EARLY_MILLIS) {
            return known.value;
        }
        String jwt = AppKey.token(config.appId(), config.privateKey().reveal(), clock.wallMillis());
        HttpAnswer answer = post(config.apiUrl() + "/app/installations/" + installation + "/access_tokens", jwt, "");
        if (!answer.successful()) {
            throw new Trouble(judged(answer) instanceof Reply.Refused refused && answer.status() == 404
                    ? new Reply.Refused("the app is not installed as " + installation + ": " + refused.why)
                    : new Reply.Later("no token for installation " + installation + ": HTTP status " + answer.status(), answer.retryAfterMillis(clock.wallMillis())));
        }
        Token fresh = read(answer);
        if (tokens.size() >= MAX_TOKENS) {
            tokens.remove(tokens.keySet().iterator().next());
        }
        tokens.put(installation, fresh);
        return fresh.value;
    }

    private static Token read(HttpAnswer answer) {
        JsonView json = JsonView.of("GitHub's answer", answer.text());
        try {
            String value = json.at("token").text();
            long until = Instant.parse(json.at("expires_at").text()).toEpochMilli();
            if (!value.isEmpty()) {
                return new Token(value, until);
            }
        } catch (DateTimeException e) {
            // Said below.
        }
        throw new Trouble(new Reply.Later("GitHub's answer has no token and expires_at", 0));
    }

    private HttpAnswer post(String address, String bearer, String body) {
        return poster.send(Post.json(URI.create(address), body.getBytes(StandardCharsets.UTF_8), TIMEOUT_MILLIS).withHeaders(Map.of(
                "Authorization", "Bearer " + bearer, "Accept", "application/vnd.github+json", "X-GitHub-Api-Version", "2022-11-28")));
    }

    private Reply judged(HttpAnswer answer) {
        if (answer.successful()) {
            return new Reply.Taken();
        }
        long after = answer.retryAfterMillis(clock.wallMillis());
        boolean limited = answer.status() == TOO_MANY
                || answer.status() == FORBIDDEN && (after > 0 || answer.header("x-ratelimit-remaining").equals("0"));
        String why = "HTTP status " + answer.status() + message(answer);
        return answer.status() >= 500 || answer.status() == UNAUTHORIZED || limited ? new Reply.Later(why, after) : new Reply.Refused(why);
    }

    private static String message(HttpAnswer answer) {
        try {
            String message = JsonView.of("", answer.text()).at("message").text();
            return message.isEmpty() ? "" : ": " + message.substring(0, Math.min(300, message.length()));
        } catch (PlumblineException e) {
            return "";
        }
    }
}
