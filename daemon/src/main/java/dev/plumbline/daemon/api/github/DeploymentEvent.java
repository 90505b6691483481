package dev.plumbline.daemon.api.github;

import com.google.re2j.Pattern;
import dev.plumbline.daemon.config.GithubConfig.Rule;
import dev.plumbline.daemon.config.yaml.JsonView;
import dev.plumbline.daemon.github.DeploymentOrder;
import dev.plumbline.daemon.verdicts.GateQuestion;
import dev.plumbline.model.PlumblineException;
import java.util.Map;

/**
 * The payload of {@code deployment_protection_rule}, as far as it counts here.
 *
 * @param repository {@code owner/name}
 * @param deployment the deployment's id
 */
record DeploymentEvent(String action, String environment, String repository, String deployment, String sha, String ref, String installation,
        String callback) {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,19}");
    private static final int MAX_NAME = 255;
    private static final int MAX_CALLBACK = 1_000;

    /** Reads a body; USER when something is missing. */
    static DeploymentEvent parse(String body) {
        JsonView root = JsonView.ofRequest("the payload", body);
        JsonView deployment = root.at("deployment");
        return new DeploymentEvent(root.at("action").text(), text(root.at("environment"), "environment", MAX_NAME),
                text(root.at("repository").at("full_name"), "repository.full_name", MAX_NAME),
                number(deployment.at("id"), "deployment.id"), text(deployment.at("sha"), "deployment.sha", MAX_NAME),
                text(deployment.at("ref"), "deployment.ref", MAX_NAME), number(root.at("installation").at("id"), "installation.id"),
                text(root.at("deployment_callback_url"), "deployment_callback_url", MAX_CALLBACK));
    }

    private static String text(JsonView value, String name, int most) {
        String text = value.text();
        if (text.isEmpty() || text.length() > most) {
            throw PlumblineException.user("the payload's " + name + " is missing or longer than " + most + " characters");
        }
        return text;
    }

    private static String number(JsonView value, String name) {
        if (!NUMBER.matches(value.text())) {
            throw PlumblineException.user("the payload's " + name + " is missing or no number");
        }
        return value.text();
    }

    /** The order that it is by a rule; the deployment tells two runs of the same version apart. */
    DeploymentOrder order(Rule rule, long nowMillis) {
        String version = switch (rule.version()) {
            case SHA -> sha;
            case REF -> ref;
        };
        var question = new GateQuestion(rule.service(), version, rule.stable(), deployment, rule.stage(), rule.namespace(), rule.policy(), Map.of());
        String id = repository + "/" + deployment + "/" + environment;
        return new DeploymentOrder(id, environment, installation, callback, question, nowMillis);
    }
}
