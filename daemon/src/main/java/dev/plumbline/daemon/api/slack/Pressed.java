package dev.plumbline.daemon.api.slack;

import dev.plumbline.daemon.config.yaml.JsonView;
import dev.plumbline.daemon.notifiers.slack.SlackButtons;
import java.util.Optional;

/**
 * A button of ours that somebody pressed.
 *
 * @param word the decision: go, no-go or inconclusive
 * @param by the person's name at Slack, and the id, which is the person's whatever the name
 * @param why what stands in the line for the reason, a set text when nothing does
 * @param responseUrl where the message is written anew; empty when Slack gave none
 * @param shown the verdict as the message showed it
 */
record Pressed(String word, String analysis, String by, String why, String responseUrl, JsonView shown) {
    private static final int MAX_NAME = 200;
    private static final int MAX_WHY = 900;

    /** Reads a payload; empty when it is about something else, such as a button that is a link. */
    static Optional<Pressed> of(JsonView payload) {
        if (!payload.at("type").text().equals("block_actions")) {
            return Optional.empty();
        }
        return payload.at("actions").items().stream()
                .filter(a -> a.at("action_id").text().startsWith(SlackButtons.ACTION_PREFIX) && a.at("type").text().equals("button"))
                .findFirst().map(action -> new Pressed(action.at("action_id").text().substring(SlackButtons.ACTION_PREFIX.length()),
                        action.at("value").text(), by(payload.at("user")), why(payload), payload.at("response_url").text(),
                        shown(payload.at("message"))));
    }

    private static String by(JsonView user) {
        String name = user.at("username").text().isEmpty() ? user.at("name").text() : user.at("username").text();
        String id = user.at("id").text();
        return cut((name.isEmpty() ? "somebody" : name) + (id.isEmpty() ? " (Slack)" : " (Slack " + id + ")"), MAX_NAME);
    }

    private static String why(JsonView payload) {
        String why = payload.at("state").at("values").at(SlackButtons.WHY).at(SlackButtons.WHY).at("value").text().strip();
        return why.isEmpty() ? "pressed in Slack, without a reason" : cut(why, MAX_WHY);
    }

    private static JsonView shown(JsonView message) {
        return message.at("attachments").items().stream().findFirst().orElse(new JsonView(null));
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, text.offsetByCodePoints(0, text.codePointCount(0, most) - 1)) + "…";
    }
}
