package dev.plumbline.daemon.notifiers.slack;

import dev.plumbline.daemon.notifiers.message.JsonWriter;
import java.util.List;

/**
 * An attachment by which a person decides in place of the judge: a line for the reason and a button for each decision, as blocks of
 * Slack's Block Kit. What is pressed comes back to {@code POST /slack/actions}, with the analysis as the button's value.
 */
public final class SlackButtons {
    /** What a button's {@code action_id} begins with; the decision's word follows. */
    public static final String ACTION_PREFIX = "plumbline_";
    /** The {@code block_id} and {@code action_id} of the line for the reason. */
    public static final String WHY = "plumbline_why";
    private static final String ACTIONS = "plumbline_decision";

    private SlackButtons() {}

    private record Button(String word, String label, String style, String question) {}

    private static final List<Button> BUTTONS = List.of(
            new Button("go", "Go", "primary", "The release goes on, and what the policy says about a go follows."),
            new Button("no-go", "No-go", "danger", "The release is refused, and what the policy says about a no-go follows."),
            new Button("inconclusive", "Hold", "", "The release waits on."));

    /** Writes the attachment. */
    static void write(JsonWriter writer, String analysis, String color) {
        writer.nested(w -> w.string("fallback", "Go, no-go or hold?").string("color", color)
                .name("blocks").array(List.of(true, false), input -> {
                    if (input) {
                        w.nested(SlackButtons::why);
                    } else {
                        w.nested(b -> b.string("type", "actions").string("block_id", ACTIONS)
                                .name("elements").array(BUTTONS, button -> button(b, button, analysis)));
                    }
                }));
    }

    private static void why(JsonWriter block) {
        block.string("type", "input").string("block_id", WHY).bool("optional", true);
        block.name("label").nested(l -> plain(l, "Why"));
        block.name("element").nested(e -> e.string("type", "plain_text_input").string("action_id", WHY).number("max_length", 500));
    }

    private static void button(JsonWriter writer, Button button, String analysis) {
        writer.nested(w -> {
            w.string("type", "button").string("action_id", ACTION_PREFIX + button.word).string("value", analysis).unlessEmpty("style", button.style);
            w.name("text").nested(t -> plain(t, button.label));
            w.name("confirm").nested(c -> {
                c.name("title").nested(t -> plain(t, button.label + "?"));
                c.name("text").nested(t -> plain(t, button.question));
                c.name("confirm").nested(t -> plain(t, button.label));
                c.name("deny").nested(t -> plain(t, "Cancel"));
            });
        });
    }

    private static void plain(JsonWriter writer, String text) {
        writer.string("type", "plain_text").string("text", text);
    }
}
