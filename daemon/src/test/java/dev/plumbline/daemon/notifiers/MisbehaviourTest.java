package dev.plumbline.daemon.notifiers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.config.HttpClientConfig;
import dev.plumbline.daemon.notifiers.Delivery.FailureReason;
import dev.plumbline.daemon.notifiers.integrations.Notifiers;
import dev.plumbline.fleet.receivers.HttpStandIn;
import dev.plumbline.fleet.receivers.Misbehaviour;
import dev.plumbline.fleet.receivers.PagerDutyStandIn;
import dev.plumbline.fleet.receivers.SlackStandIn;
import dev.plumbline.fleet.receivers.WebhookStandIn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever a receiver over HTTP does wrong, the message is retried or given up for the right reason, and in time. */
class MisbehaviourTest {
    private final Messages messages = new Messages();
    private final SlackStandIn slack = SlackStandIn.start();
    private final PagerDutyStandIn pagerDuty = PagerDutyStandIn.start();
    private final WebhookStandIn webhook = WebhookStandIn.start();

    @AfterEach
    void stop() {
        messages.close();
        slack.close();
        pagerDuty.close();
        webhook.close();
    }

    private Map<HttpStandIn, Notifier> all() {
        var all = new LinkedHashMap<HttpStandIn, Notifier>();
        all.put(slack, Notifiers.of(Messages.slack(slack.webhookUrl(), Map.of("title", "t", "fallback", "f")), messages.context()));
        all.put(pagerDuty, Notifiers.of(Messages.pagerDuty(pagerDuty.enqueueUrl(), Map.of()), messages.context()));
        all.put(webhook, Notifiers.of(Messages.webhook(webhook.url() + "/hook"), messages.context()));
        return all;
    }

    /** The outcome at each of the three receivers; the next message, without misbehaviour, arrives. */
    private List<Delivery> each(Misbehaviour misbehaviour) {
        return all().entrySet().stream().map(entry -> {
            entry.getKey().misbehave(misbehaviour);
            Delivery outcome = entry.getValue().send(Messages.firing());
            assertThat(retried(entry.getValue())).isInstanceOf(Delivery.Delivered.class);
            return outcome;
        }).toList();
    }

    /** A connection that the other side ended is noticed at its next use at the latest. */
    private static Delivery retried(Notifier notifier) {
        Delivery first = notifier.send(Messages.firing());
        return first instanceof Delivery.Retry ? notifier.send(Messages.firing()) : first;
    }

    private void assertRetry(Misbehaviour misbehaviour, FailureReason reason, long afterMillis) {
        assertThat(each(misbehaviour)).hasSize(3).allSatisfy(outcome -> assertThat(outcome).isInstanceOfSatisfying(Delivery.Retry.class, r -> {
            assertThat(r.reason()).isEqualTo(reason);
            assertThat(r.afterMillis()).isEqualTo(afterMillis);
            assertThat(r.detail()).isNotBlank();
        }));
    }

    private void assertFailed(Misbehaviour misbehaviour, FailureReason reason) {
        assertThat(each(misbehaviour)).hasSize(3).allSatisfy(outcome ->
                assertThat(outcome).isInstanceOfSatisfying(Delivery.Failed.class, f -> assertThat(f.reason()).isEqualTo(reason)));
    }

    @Test
    void askedToWaitItWaitsAsLong() {
        assertRetry(Misbehaviour.rateLimited(7), FailureReason.RATE_LIMITED, 7_000);
        assertRetry(new Misbehaviour.Answer(429, "text/plain", "", Map.of("Retry-After", "Sun, 01 Mar 2026 10:00:30 GMT")),
                FailureReason.RATE_LIMITED, 29_880);
        assertRetry(new Misbehaviour.Answer(503, "text/plain", "", Map.of("Retry-After", "3")), FailureReason.SERVER_ERROR, 3_000);
        assertRetry(new Misbehaviour.Answer(429, "text/plain", "", Map.of("Retry-After", "soon")), FailureReason.RATE_LIMITED, 0);
    }

    @Test
    void slackSaysHowLongInTheBodyToo() {
        slack.misbehave(new Misbehaviour.Answer(429, "application/json", "{\"ok\":false,\"retry_after\":2}", Map.of()));
        Delivery outcome = Notifiers.of(Messages.slack(slack.webhookUrl(), Map.of()), messages.context()).send(Messages.firing());
        assertThat(((Delivery.Retry) outcome).afterMillis()).isEqualTo(2_000);
    }

    @Test
    void anErrorOfTheServerIsRetriedAndOneOfOursIsNot() {
        assertRetry(Misbehaviour.status(500, "oops"), FailureReason.SERVER_ERROR, 0);
        assertRetry(Misbehaviour.status(503, ""), FailureReason.SERVER_ERROR, 0);
        assertFailed(Misbehaviour.status(400, "invalid_payload"), FailureReason.CLIENT_ERROR);
        assertFailed(Misbehaviour.status(404, "no_service"), FailureReason.CLIENT_ERROR);
        assertFailed(Misbehaviour.status(302, ""), FailureReason.DEFAULT);
    }

    @Test
    void aBrokenConnectionIsRetried() {
        assertRetry(new Misbehaviour.HangUpBefore(), FailureReason.DEFAULT, 0);
        assertRetry(new Misbehaviour.HangUpAfterRequest(), FailureReason.DEFAULT, 0);
        assertRetry(new Misbehaviour.HangUpAfterAccepting(), FailureReason.DEFAULT, 0);
    }

    @Test
    void silenceAndDripEndAtTheTimeout() {
        var hook = Messages.webhook(webhook.url());
        var impatient = Notifiers.of(new dev.plumbline.daemon.config.alertmanager.Integration.Webhook(true, hook.url(), 0, 300L,
                hook.payload(), null, HttpClientConfig.DEFAULT), messages.context());
        webhook.misbehave(new Misbehaviour.NeverAnswer(), new Misbehaviour.Drip(50));
        for (int i = 0; i < 2; i++) {
            assertThat(impatient.send(Messages.firing())).isInstanceOfSatisfying(Delivery.Retry.class, r ->
                    assertThat(r.reason()).isEqualTo(FailureReason.CONTEXT_DEADLINE_EXCEEDED));
        }
    }

    @Test
    void aHugeAnswerIsNotReadToItsEnd() {
        webhook.misbehave(new Misbehaviour.Huge(64 << 20));
        Delivery outcome = Notifiers.of(Messages.webhook(webhook.url()), messages.context()).send(Messages.firing());
        assertThat(outcome).isInstanceOfSatisfying(Delivery.Delivered.class, d -> assertThat(d.detail()).hasSizeLessThanOrEqualTo(500));
        slack.misbehave(new Misbehaviour.Huge(1 << 20));
        assertThat(Notifiers.of(Messages.slack(slack.webhookUrl(), Map.of()), messages.context()).send(Messages.firing()))
                .isInstanceOf(Delivery.Failed.class);
    }

    @Test
    void aRedirectThatKeepsTheMethodIsFollowedUnlessForbidden() {
        webhook.misbehave(Misbehaviour.redirect("/elsewhere"));
        assertThat(Notifiers.of(Messages.webhook(webhook.url() + "/first"), messages.context()).send(Messages.firing()))
                .isInstanceOf(Delivery.Delivered.class);
        assertThat(webhook.requests()).extracting(r -> r.path()).containsExactly("/first", "/elsewhere");
        assertThat(webhook.requests().get(1).body()).isEqualTo(webhook.requests().get(0).body());
        var d = HttpClientConfig.DEFAULT;
        var straight = new HttpClientConfig(null, null, null, d.tls(), d.proxy(), false, true, Map.of());
        webhook.misbehave(Misbehaviour.redirect("/elsewhere"));
        assertThat(Notifiers.of(Messages.webhook(webhook.url(), 0, null, straight), messages.context()).send(Messages.firing()))
                .isInstanceOf(Delivery.Failed.class);
    }

    @Test
    void redirectsWithoutEndAreAnAnswerInTheEnd() {
        webhook.misbehaveAlways(Misbehaviour.redirect("/again"));
        assertThat(Notifiers.of(Messages.webhook(webhook.url()), messages.context()).send(Messages.firing()))
                .isInstanceOf(Delivery.Failed.class);
        assertThat(webhook.requests()).hasSize(11);
    }

    @Test
    void nobodyThereIsRetriedAndANonsenseAddressIsNot() {
        String gone = webhook.url();
        webhook.close();
        assertThat(Notifiers.of(Messages.webhook(gone), messages.context()).send(Messages.firing()))
                .isInstanceOfSatisfying(Delivery.Retry.class, r -> assertThat(r.detail()).contains("no connection"));
        for (String wrong : List.of("nonsense", "http://", "http://a b/hidden", "ftp://127.0.0.1/x", "")) {
            assertThat(Notifiers.of(Messages.webhook(wrong), messages.context()).send(Messages.firing()))
                    .as(wrong).isInstanceOfSatisfying(Delivery.Failed.class, f -> assertThat(f.detail()).doesNotContain("hidden", "nonsense"));
        }
    }

    @Test
    void anInterruptEndsTheWait() throws InterruptedException {
        webhook.misbehave(new Misbehaviour.NeverAnswer());
        var outcome = new java.util.concurrent.CompletableFuture<Delivery>();
        Thread sender = Thread.ofVirtual().start(() ->
                outcome.complete(Notifiers.of(Messages.webhook(webhook.url()), messages.context()).send(Messages.firing())));
        while (webhook.requests().isEmpty()) {
            Thread.onSpinWait();
        }
        sender.interrupt();
        assertThat(outcome.join()).isInstanceOfSatisfying(Delivery.Retry.class, r ->
                assertThat(r.reason()).isEqualTo(FailureReason.CONTEXT_CANCELED));
        sender.join();
    }

    @Test
    void slacksWordsAreUnderstood() {
        var notifier = Notifiers.of(Messages.slack(slack.webhookUrl(), Map.of()), messages.context());
        slack.misbehave(Misbehaviour.json("{\"ok\":false,\"error\":\"channel_not_found\"}"), Misbehaviour.json("{\"ok\":false,\"error\":\"internal_error\"}"),
                Misbehaviour.json("{\"ok\":false,\"error\":\"ratelimited\"}"), Misbehaviour.json("{\"ok\":tr"), Misbehaviour.status(200, "no_text"));
        assertThat(notifier.send(Messages.firing())).isEqualTo(
                new Delivery.Failed(FailureReason.CLIENT_ERROR, "Slack answered: channel_not_found"));
        assertThat(notifier.send(Messages.firing())).isEqualTo(
                new Delivery.Retry(FailureReason.SERVER_ERROR, "Slack answered: internal_error", 0));
        assertThat(notifier.send(Messages.firing())).isEqualTo(
                new Delivery.Retry(FailureReason.RATE_LIMITED, "Slack answered: ratelimited", 0));
        assertThat(notifier.send(Messages.firing())).isInstanceOf(Delivery.Retry.class);
        assertThat(notifier.send(Messages.firing())).isEqualTo(new Delivery.Failed(FailureReason.CLIENT_ERROR, "Slack answered: no_text"));
    }
}
