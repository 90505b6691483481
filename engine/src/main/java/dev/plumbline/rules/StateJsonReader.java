package dev.plumbline.rules;

import dev.plumbline.model.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what {@link StateJsonWriter} wrote. Unknown members are skipped; anything else that is wrong is a {@link Malformed}. */
final class StateJsonReader {
    private final JsonCursor in;

    /** Not a state that this version wrote. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        Malformed(String message) {
            super(message);
        }
    }

    private StateJsonReader(String text) {
        in = new JsonCursor(text);
    }

    /** The state of the given group. */
    static GroupState read(String groupKey, String text) throws Malformed {
        return new StateJsonReader(text).group(groupKey);
    }

    private GroupState group(String groupKey) throws Malformed {
        long version = 0;
        String group = "";
        long at = 0;
        List<GroupState.RuleAlerts> rules = new ArrayList<>();
        in.open('{');
        while (in.hasNext('}')) {
            switch (in.name()) {
                case "version" -> version = version(in.number());
                case "group" -> group = in.string();
                case "at" -> at = in.number();
                case "rules" -> rules = rules();
                default -> in.skip();
            }
        }
        in.end();
        if (version == 0 || !group.equals(groupKey)) {
            throw new Malformed(version == 0 ? "it says no version" : "it is the state of group \"" + group + "\"");
        }
        return new GroupState(at, rules);
    }

    private static long version(long version) throws Malformed {
        if (version != StateJsonWriter.VERSION) {
            throw new Malformed("it has version " + version + "; this program reads version " + StateJsonWriter.VERSION);
        }
        return version;
    }

    private List<GroupState.RuleAlerts> rules() throws Malformed {
        var rules = new ArrayList<GroupState.RuleAlerts>();
        in.open('[');
        while (in.hasNext(']')) {
            rules.add(rule());
        }
        return rules;
    }

    private GroupState.RuleAlerts rule() throws Malformed {
        String name = "";
        Map<String, String> labels = Map.of();
        var alerts = new ArrayList<Alert>();
        in.open('{');
        while (in.hasNext('}')) {
            switch (in.name()) {
                case "name" -> name = in.string();
                case "labels" -> labels = strings();
                case "alerts" -> {
                    in.open('[');
                    while (in.hasNext(']')) {
                        alerts.add(alert());
                    }
                }
                default -> in.skip();
            }
        }
        return new GroupState.RuleAlerts(name, labels, alerts);
    }

    private Alert alert() throws Malformed {
        Labels labels = Labels.EMPTY;
        Labels annotations = Labels.EMPTY;
        double value = 0;
        AlertState state = AlertState.INACTIVE;
        long[] times = new long[5];
        Arrays.fill(times, AlertTimes.NEVER);
        in.open('{');
        while (in.hasNext('}')) {
            switch (in.name()) {
                case "labels" -> labels = Labels.of(strings());
                case "annotations" -> annotations = Labels.of(strings());
                case "value" -> value = value(in.string());
                case "state" -> state = state(in.string());
                case "activeAt" -> times[0] = in.number();
                case "firedAt" -> times[1] = in.number();
                case "keepFiringSince" -> times[2] = in.number();
                case "resolvedAt" -> times[3] = in.number();
                case "lastSentAt" -> times[4] = in.number();
                default -> in.skip();
            }
        }
        if (labels.isEmpty() || times[0] == AlertTimes.NEVER) {
            throw new Malformed("an alert lacks its labels or the time since when it is active");
        }
        return new Alert(labels, annotations, value, state, new AlertTimes(times[0], times[1], times[2], times[3], times[4]));
    }

    private Map<String, String> strings() throws Malformed {
        var map = new LinkedHashMap<String, String>();
        in.open('{');
        while (in.hasNext('}')) {
            map.put(in.name(), in.string());
        }
        return map;
    }

    private static double value(String text) throws Malformed {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new Malformed("no number: \"" + text + "\"");
        }
    }

    private static AlertState state(String text) throws Malformed {
        for (AlertState state : AlertState.values()) {
            if (state.text().equals(text)) {
                return state;
            }
        }
        throw new Malformed("no state of an alert: \"" + text + "\"");
    }
}
