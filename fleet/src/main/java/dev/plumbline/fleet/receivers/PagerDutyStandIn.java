package dev.plumbline.fleet.receivers;

import dev.plumbline.fleet.receivers.HttpConversation.Reply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * PagerDuty's Events API: {@code /v2/enqueue}, {@code /v2/change/enqueue} and the old
 * {@code /generic/2010-04-15/create_event.json}. Checks what must be there, answers 202 or 400 with the errors, and keeps
 * incidents by key: a trigger opens one or adds to it, a resolve closes it, a resolve of none is dropped.
 */
public final class PagerDutyStandIn extends HttpStandIn {
    private static final int MAX_INCIDENTS = 10_000;
    private static final int MAX_EVENT_BYTES = 512 << 10;
    private static final Set<String> ACTIONS = Set.of("trigger", "acknowledge", "resolve");
    private static final Set<String> SEVERITIES = Set.of("critical", "error", "warning", "info");
    private final LinkedHashMap<String, Incident> incidents = new LinkedHashMap<>();
    private int opened;

    /**
     * An incident as it stands.
     *
     * @param summary that of the first trigger
     * @param triggers how many triggers it had since it was opened
     */
    public record Incident(String key, String summary, State state, int triggers) {}

    /** Where an incident is in its life. */
    public enum State { TRIGGERED, ACKNOWLEDGED, RESOLVED }

    private PagerDutyStandIn(Options options) {
        super(options);
    }

    /** Starts on any port, without TLS. */
    public static PagerDutyStandIn start() {
        return start(Options.DEFAULT);
    }

    public static PagerDutyStandIn start(Options options) {
        return new PagerDutyStandIn(options);
    }

    public String enqueueUrl() {
        return url() + "/v2/enqueue";
    }

    /** The old interface's address. */
    public String createEventUrl() {
        return url() + "/generic/2010-04-15/create_event.json";
    }

    public String changeUrl() {
        return url() + "/v2/change/enqueue";
    }

    /** The newest incident of a key; null when there never was one. */
    public synchronized @Nullable Incident incident(String key) {
        return incidents.get(key);
    }

    /** The newest incident of every key, in the order of their first opening. */
    public synchronized List<Incident> incidents() {
        return new ArrayList<>(incidents.values());
    }

    /** How many times an incident was opened: how many times people were woken. */
    public synchronized int opened() {
        return opened;
    }

    @Override
    Reply accept(ReceivedRequest request) {
        Json event;
        try {
            event = Json.parse(request.body());
        } catch (IllegalArgumentException e) {
            return invalid(List.of("JSON " + e.getMessage()));
        }
        return switch (request.path()) {
            case "/v2/enqueue" -> second(request, event);
            case "/v2/change/enqueue" -> change(request, event);
            case "/generic/2010-04-15/create_event.json" -> first(request, event);
            default -> Reply.text(404, "Not Found");
        };
    }

    private Reply second(ReceivedRequest request, Json event) {
        if (request.body().length() > MAX_EVENT_BYTES) {
            return Reply.text(413, "Request Entity Too Large");
        }
        List<String> errors = errors(event);
        if (!errors.isEmpty()) {
            return invalid(errors);
        }
        String action = event.at("event_action").text("");
        String key = event.at("dedup_key").text("made-" + request.hashCode());
        apply(action, key, event.at("payload").at("summary").text(""));
        keep(request, "pagerduty " + action + ": " + event.at("payload").at("summary").text(key));
        return Reply.json(202, "{\"status\":\"success\",\"message\":\"Event processed\",\"dedup_key\":\"" + escape(key) + "\"}");
    }

    private static List<String> errors(Json event) {
        var errors = new ArrayList<String>();
        if (event.at("routing_key").text("").length() != 32) {
            errors.add("Length of 'routing_key' is incorrect (should be 32 characters)");
        }
        String action = event.at("event_action").text("");
        if (!ACTIONS.contains(action)) {
            errors.add("'event_action' is missing or invalid");
        }
        int keyLength = event.at("dedup_key").text("").length();
        if (keyLength > 255 || keyLength == 0 && !action.equals("trigger")) {
            errors.add("'dedup_key' is missing or longer than 255 characters");
        }
        if (action.equals("trigger")) {
            payloadErrors(event.at("payload"), errors);
        }
        return errors;
    }

    private static void payloadErrors(Json payload, List<String> errors) {
        String summary = payload.at("summary").text("");
        if (summary.isEmpty() || summary.codePointCount(0, summary.length()) > 1024) {
            errors.add("'payload.summary' is missing or longer than 1024 characters");
        }
        if (payload.at("source").text("").isEmpty()) {
            errors.add("'payload.source' is missing or blank");
        }
        if (!SEVERITIES.contains(payload.at("severity").text(""))) {
            errors.add("'payload.severity' is invalid (must be one of the following: 'critical', 'warning', 'error' or 'info')");
        }
        Json details = payload.at("custom_details");
        if (details.exists() && !(details instanceof Json.Members)) {
            errors.add("'payload.custom_details' must be an object");
        }
    }

    private Reply change(ReceivedRequest request, Json event) {
        Json payload = event.at("payload");
        String summary = payload.at("summary").text("");
        if (event.at("routing_key").text("").length() != 32 || summary.isEmpty()) {
            return invalid(List.of("'routing_key' or 'payload.summary' is missing or of the wrong length"));
        }
        keep(request, "pagerduty change: " + summary);
        return Reply.json(202, "{\"status\":\"success\",\"message\":\"Change event processed\"}");
    }

    private Reply first(ReceivedRequest request, Json event) {
        String action = event.at("event_type").text("");
        String description = event.at("description").text("");
        if (event.at("service_key").text("").isEmpty() || !ACTIONS.contains(action)
                || action.equals("trigger") && description.isEmpty()) {
            return invalid(List.of("Required field is missing or blank"));
        }
        String key = event.at("incident_key").text("made-" + request.hashCode());
        apply(action, key, description);
        keep(request, "pagerduty " + action + ": " + description);
        return Reply.json(200, "{\"status\":\"success\",\"message\":\"Event processed\",\"incident_key\":\"" + escape(key) + "\"}");
    }

    private synchronized void apply(String action, String key, String summary) {
        Incident known = incidents.get(key);
        boolean open = known != null && known.state != State.RESOLVED;
        switch (action) {
            case "trigger" -> {
                opened += open ? 0 : 1;
                put(known != null && open ? new Incident(key, known.summary, known.state, known.triggers + 1)
                        : new Incident(key, summary, State.TRIGGERED, 1));
            }
            case "acknowledge" -> change(known, State.ACKNOWLEDGED);
            case "resolve" -> change(known, State.RESOLVED);
            default -> throw new IllegalArgumentException(action);
        }
    }

    private void change(@Nullable Incident known, State state) {
        if (known != null && known.state != State.RESOLVED) {
            put(new Incident(known.key, known.summary, state, known.triggers));
        }
    }

    private void put(Incident incident) {
        incidents.put(incident.key, incident);
        if (incidents.size() > MAX_INCIDENTS) {
            incidents.pollFirstEntry();
        }
    }

    private static Reply invalid(List<String> errors) {
        var quoted = errors.stream().map(e -> '"' + escape(e) + '"').toList();
        return Reply.json(400, "{\"status\":\"invalid event\",\"message\":\"Event object is invalid\",\"errors\":["
                + String.join(",", quoted) + "]}");
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
