package dev.plumbline.daemon.api.github;

import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.api.http.Problem;
import dev.plumbline.daemon.config.GithubConfig;
import dev.plumbline.daemon.github.DeploymentGate;
import dev.plumbline.daemon.github.DeploymentOrder;
import dev.plumbline.daemon.verdicts.JsonObject;
import dev.plumbline.time.Clock;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** From a signed delivery to an order. Thread-safe. */
final class GithubHook {
    static final int MAX_BODY = 1 << 20;
    private static final String ALGORITHM = "HmacSHA256";
    private final DeploymentGate deployments;
    private final Clock clock;

    GithubHook(DeploymentGate deployments, Clock clock) {
        this.deployments = deployments;
        this.clock = clock;
    }

    /**
     * A delivery as it came.
     *
     * @param event the header X-GitHub-Event, empty when there is none
     * @param signature the header X-Hub-Signature-256, empty when there is none
     */
    record Delivery(String event, String signature, byte[] body) {}

    Answer take(Delivery delivery) {
        GithubConfig config = deployments.config();
        if (config == null) {
            return Problem.of(404, "Not Found", "the configuration has no section github");
        }
        if (delivery.body.length > MAX_BODY) {
            return Problem.of(413, "Content Too Large", "the body has more than " + MAX_BODY + " bytes");
        }
        String secret = config.webhookSecret().reveal();
        if (secret.isEmpty() || !matches(sign(secret, delivery.body), delivery.signature)) {
            return Problem.of(401, "Unauthorized", "X-Hub-Signature-256 does not match the body and github.webhook_secret");
        }
        if (!delivery.event.equals("deployment_protection_rule")) {
            return state(200, "ignored", "the event \"" + delivery.event + "\" is none that is waited for");
        }
        return event(config, DeploymentEvent.parse(new String(delivery.body, StandardCharsets.UTF_8)));
    }

    private Answer event(GithubConfig config, DeploymentEvent event) {
        if (!event.action().equals("requested")) {
            return state(200, "ignored", "the action \"" + event.action() + "\" is none that is waited for");
        }
        if (!DeploymentGate.isUnder(config.apiUrl(), event.callback())) {
            return Problem.of(400, "Bad Request", "deployment_callback_url is not under " + config.apiUrl() + ", which is github.api_url");
        }
        Optional<GithubConfig.Rule> rule = config.rule(event.repository(), event.environment());
        if (rule.isEmpty()) {
            return Problem.of(404, "Not Found", "no rule of the section github is about environment \"" + event.environment() + "\" of "
                    + event.repository() + "; add one and deliver this again");
        }
        DeploymentOrder order = event.order(rule.get(), clock.wallMillis());
        deployments.take(order);
        return state(202, "waiting", order.id());
    }

    private static Answer state(int status, String word, String detail) {
        String json = JsonObject.write(o -> {
            o.writeStringProperty("state", word);
            o.writeStringProperty(status == 202 ? "deployment" : "reason", detail);
        });
        return new Answer(status, Answer.JSON, json.getBytes(StandardCharsets.UTF_8), Map.of("Cache-Control", "no-store"));
    }

    /** {@code sha256=} and the hexadecimal HMAC-SHA256. */
    static String sign(String secret, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    private static boolean matches(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
