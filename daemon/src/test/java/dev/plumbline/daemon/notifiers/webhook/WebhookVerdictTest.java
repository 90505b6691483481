package dev.plumbline.daemon.notifiers.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.config.HttpClientConfig;
import dev.plumbline.daemon.config.Secret;
import dev.plumbline.daemon.config.alertmanager.Integration;
import dev.plumbline.daemon.config.alertmanager.Integration.Payload;
import dev.plumbline.daemon.notifiers.Delivery;
import dev.plumbline.daemon.notifiers.Message;
import dev.plumbline.daemon.notifiers.Messages;
import dev.plumbline.daemon.notifiers.VerdictMessages;
import dev.plumbline.daemon.notifiers.VerdictReport.Outcome;
import dev.plumbline.fleet.receivers.Misbehaviour;
import dev.plumbline.fleet.receivers.ReceivedRequest;
import dev.plumbline.fleet.receivers.WebhookStandIn;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebhookVerdictTest {
    private static final int BLOCK_BYTES = 64;
    private final Messages messages = new Messages();
    private final WebhookStandIn server = WebhookStandIn.start();

    @AfterEach
    void stop() {
        messages.close();
        server.close();
    }

    private Integration.Webhook config(@Nullable Secret signing, @Nullable Payload payload) {
        return new Integration.Webhook(true, Secret.of(server.url() + "/hook"), 0, 2_000L, Optional.ofNullable(payload), signing, HttpClientConfig.DEFAULT);
    }

    private Delivery send(Integration.Webhook config, Message message) {
        return new WebhookNotifier(config, messages.context()).send(message);
    }

    private ReceivedRequest sent(Integration.Webhook config, Message message) {
        assertThat(send(config, message)).isInstanceOf(Delivery.Delivered.class);
        return server.accepted().getLast();
    }

    /** HMAC by its definition (RFC 2104), from nothing but the digest. */
    private static String signature(String body, String secret) throws NoSuchAlgorithmException {
        var sha = MessageDigest.getInstance("SHA-256");
        byte[] key = secret.getBytes(StandardCharsets.UTF_8);
        byte[] block = Arrays.copyOf(key.length > BLOCK_BYTES ? sha.digest(key) : key, BLOCK_BYTES);
        sha.update(padded(block, 0x36));
        byte[] inner = sha.digest(body.getBytes(StandardCharsets.UTF_8));
        sha.update(padded(block, 0x5c));
        return "sha256=" + HexFormat.of().formatHex(sha.digest(inner));
    }

    private static byte[] padded(byte[] block, int pad) {
        byte[] padded = block.clone();
        for (int i = 0; i < padded.length; i++) {
            padded[i] ^= (byte) pad;
        }
        return padded;
    }

    @Test
    void aVerdictIsADocument() {
        ReceivedRequest request = sent(config(null, null), VerdictMessages.message(Outcome.NO_GO));
        assertThat(request.body()).isEqualTo("""
                {"schema":"plumbline.verdict/v1","id":"a-01J/verdict","receiver":"on.call","kind":"verdict","verdict":"no-go",\
                "reason":"error_rate 7 % > 5 % & <more>; 5,210 requests","analysis":"a-01J","namespace":"shop","service":"checkout","version":"2.4.1",\
                "revision":"6d4cf56db6","stage":"25","policy":"web","score":40,"metrics":[{"name":"error_rate","outcome":"fail","reason":"7 % > 5 %"},\
                {"name":"latency_p99","outcome":"pass","reason":"412 ms <= 1000 ms"}],"decided":"2026-03-01T10:00:00.120Z",\
                "reportUrl":"https://plumbline.example/ui/analyses/a-01J",\
                "pictureUrl":"https://plumbline.example/v1/analyses/a-01J/picture.png?signature=c2ln"}""");
        assertThat(request.header("idempotency-key")).isEqualTo("a-01J/verdict");
        assertThat(request.headers()).doesNotContainKey("x-plumbline-signature-256");
    }

    @Test
    void signaturesAreThoseOfAnyImplementation() throws NoSuchAlgorithmException {
        assertThat(signature("what do ya want for nothing?", "Jefe")) // RFC 4231, test case 2
                .isEqualTo("sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
        for (String secret : List.of("s", "a longer secret, ünïcödé", "x".repeat(200))) {
            for (Message message : List.of(VerdictMessages.message(Outcome.GO), Messages.firing())) {
                ReceivedRequest request = sent(config(Secret.of(secret), null), message);
                assertThat(request.header("x-plumbline-signature-256")).isEqualTo(signature(request.body(), secret));
            }
        }
    }

    @Test
    void everyAttemptHasTheSameIdAndSignature() {
        var config = config(Secret.of("secret-of-the-hook"), null);
        server.misbehave(new Misbehaviour.HangUpAfterAccepting(), Misbehaviour.rateLimited(3));
        assertThat(send(config, VerdictMessages.message(Outcome.NO_GO))).isInstanceOf(Delivery.Retry.class);
        assertThat(send(config, VerdictMessages.message(Outcome.NO_GO))).isInstanceOf(Delivery.Retry.class);
        sent(config, VerdictMessages.message(Outcome.NO_GO));
        assertThat(server.requests()).hasSize(3);
        assertThat(server.requests().stream().map(r -> r.header("idempotency-key")).distinct()).hasSize(1);
        assertThat(server.requests().stream().map(r -> r.header("x-plumbline-signature-256")).distinct()).hasSize(1);
    }

    @Test
    void withoutItsSecretNothingIsSent() {
        for (Secret secret : List.of(Secret.inFile(Path.of("/no/such/file")), Secret.of(""))) {
            assertThat(send(config(secret, null), VerdictMessages.message(Outcome.GO))).isInstanceOf(Delivery.Retry.class);
        }
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void theSecretIsNeverTold() {
        server.misbehave(new Misbehaviour.Answer(400, "text/plain", "bad key secret-of-the-hook", Map.of()));
        assertThat(send(config(Secret.of("secret-of-the-hook"), null), VerdictMessages.message(Outcome.GO)).toString())
                .doesNotContain("secret-of-the-hook");
    }

    @Test
    void aBodyOfTheUsersOwnSeesTheVerdictAsAnAlert() {
        var payload = new Payload.Fields(List.of(Map.entry("text", new Payload.Template("{{ .CommonAnnotations.summary }}")),
                Map.entry("verdict", new Payload.Template("{{ .CommonLabels.verdict }}"))));
        assertThat(sent(config(null, payload), VerdictMessages.message(Outcome.GO)).body())
                .isEqualTo("{\"text\":\"GO: shop/checkout 2.4.1, stage 25\",\"verdict\":\"go\"}");
    }
}
