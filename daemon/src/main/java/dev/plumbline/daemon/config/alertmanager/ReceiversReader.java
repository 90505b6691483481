package dev.plumbline.daemon.config.alertmanager;

import dev.plumbline.daemon.config.yaml.MappingReader;
import dev.plumbline.daemon.config.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Reads the list of receivers. */
final class ReceiversReader {
    /** Kinds that Alertmanager knows and we do not have yet. */
    private static final List<String> NOT_YET = List.of("discord", "incidentio", "jira", "mattermost", "msteams", "msteamsv2",
            "opsgenie", "pushover", "rocketchat", "sns", "telegram", "victorops", "webex", "wechat");
    private final Surroundings around;

    ReceiversReader(Surroundings around) {
        this.around = around;
    }

    /** By name, in the file's order. */
    Map<String, Receiver> read(MappingReader root) {
        Map<String, Receiver> receivers = new LinkedHashMap<>();
        for (MappingReader r : Reading.mappings(root, "receivers", "a receiver")) {
            Receiver receiver = receiver(r);
            if (receiver.name().isEmpty()) {
                r.error("name", "missing name in receiver");
            } else if (receivers.putIfAbsent(receiver.name(), receiver) != null) {
                r.error("name", "notification config name \"" + receiver.name() + "\" is not unique: there is a receiver of that name already");
            }
        }
        return receivers;
    }

    private Receiver receiver(MappingReader r) {
        String name = r.string("name", "");
        var integrations = new ArrayList<Integration>();
        entries(r, "slack_configs", integrations, e -> new SlackReader(around, e).read());
        entries(r, "pagerduty_configs", integrations, e -> new PagerDutyReader(around, e).read());
        entries(r, "webhook_configs", integrations, e -> WebhookReader.read(around, e));
        entries(r, "email_configs", integrations, e -> new EmailReader(around, e).read());
        for (String kind : NOT_YET) {
            String key = kind + "_configs";
            if (!r.items(key).isEmpty()) {
                r.problems().notYet(r.keyAt(key), "the key \"" + key + "\" (receivers of kind " + kind + ")");
            }
        }
        RouteReader.labels(r);
        r.finish();
        return new Receiver(name, integrations);
    }

    private static void entries(MappingReader r, String key, List<Integration> out, Function<MappingReader, Integration> reader) {
        for (YamlNode item : r.items(key)) {
            // An empty entry stands for one with nothing set, as in Alertmanager.
            MappingReader entry = MappingReader.of(item, key, r.problems());
            out.add(reader.apply(entry));
            entry.finish();
        }
    }
}
