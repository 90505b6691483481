package dev.plumbline.daemon;

import dev.plumbline.daemon.command.DaemonClient;
import dev.plumbline.fleet.AlertReceivers;
import dev.plumbline.fleet.receivers.HttpStandIn;
import dev.plumbline.fleet.receivers.PagerDutyStandIn;
import dev.plumbline.fleet.receivers.SlackStandIn;
import dev.plumbline.fleet.receivers.WebhookStandIn;
import java.io.IOException;
import java.net.URI;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The alerting half of the demo: stand-ins for Slack and PagerDuty over real sockets, and what is seen of one alert, from
 * pending to its resolve. Thread-safe.
 */
final class DemoAlerts implements AutoCloseable {
    private static final String ALERT = "ErrorRatioHigh";
    private final Consumer<String> say;
    private final SlackStandIn slack;
    private final PagerDutyStandIn pagerDuty;
    private final WebhookStandIn watchdog;
    private final Set<Step> seen = EnumSet.noneOf(Step.class);

    /** What must be seen. */
    private enum Step { PENDING, FIRING, SLACK_FIRING, PAGERDUTY_TRIGGERED, SLACK_RESOLVED, PAGERDUTY_RESOLVED }

    /** {@code say} gets one line for each thing that is seen, from any thread. */
    DemoAlerts(Consumer<String> say) {
        this.say = say;
        slack = SlackStandIn.start(HttpStandIn.Options.DEFAULT.telling(this::slackGot));
        pagerDuty = PagerDutyStandIn.start(HttpStandIn.Options.DEFAULT.telling(this::pagerDutyGot));
        watchdog = WebhookStandIn.start();
    }

    /** Where the fleet's alerts go. */
    AlertReceivers receivers() {
        return new AlertReceivers(URI.create(slack.webhookUrl()), URI.create(pagerDuty.enqueueUrl()), URI.create(watchdog.url()));
    }

    private void slackGot(String line) {
        got(line, line.contains("[RESOLVED]") ? Step.SLACK_RESOLVED : Step.SLACK_FIRING);
    }

    private void pagerDutyGot(String line) {
        got(line, line.startsWith("pagerduty resolve") ? Step.PAGERDUTY_RESOLVED : Step.PAGERDUTY_TRIGGERED);
    }

    /** Messages about the alert are steps; those about a release that failed are only told. */
    private void got(String line, Step step) {
        if (line.contains(ALERT)) {
            saw(step, "delivered   " + line);
        } else {
            say.accept("delivered   " + line);
        }
    }

    /** Looks at the alert's state, as anybody can by PromQL. */
    void watch(DaemonClient client) throws IOException {
        look(client, "pending", Step.PENDING, "for 3 s it may be a hiccup");
        look(client, "firing", Step.FIRING, "people are told");
    }

    private void look(DaemonClient client, String state, Step step, String why) throws IOException {
        if (!has(step)) {
            String query = "ALERTS{alertname=\"" + ALERT + "\",alertstate=\"" + state + "\"}";
            String answer = client.get("/api/v1/query", Map.of("query", query)).body();
            int service = answer.indexOf("\"service\":\"");
            if (service >= 0) {
                String name = answer.substring(service + 11, answer.indexOf('"', service + 11));
                saw(step, String.format("%-10s  alert %s of %s: %s", state, ALERT, name, why));
            }
        }
    }

    private synchronized boolean has(Step step) {
        return seen.contains(step);
    }

    private void saw(Step step, String line) {
        boolean isNew;
        synchronized (this) {
            isNew = seen.add(step);
        }
        if (isNew) {
            say.accept(line);
        }
    }

    /** Whether everything was seen. */
    synchronized boolean complete() {
        return seen.size() == Step.values().length;
    }

    @Override
    public void close() {
        slack.close();
        pagerDuty.close();
        watchdog.close();
    }
}
