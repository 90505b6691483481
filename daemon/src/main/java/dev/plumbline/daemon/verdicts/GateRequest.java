package dev.plumbline.daemon.verdicts;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A question as it stands in a URL, read strictly: a parameter that is unknown, given twice or broken is an error, for a
 * release must not pass because a question was misread. Values are checked further by {@link GateService#ask}.
 */
public sealed interface GateRequest {

    /** Readable. */
    record Readable(GateQuestion question, Form form) implements GateRequest {}

    /** Not readable; why. */
    record Unreadable(String detail) implements GateRequest {}

    /** How the answer is given. */
    enum Form {
        /** Always 200 with the verdict in JSON. */
        JSON,
        /** The verdict as the HTTP status, one line of text. */
        STATUS
    }

    /** The parameters there are. */
    List<String> PARAMETERS = List.of("version", "stable", "revision", "stage", "namespace", "policy", "answer");

    /** Before the name of an argument of an AnalysisTemplate. */
    String ARGUMENT = "args.";

    /** Longest query string that is read, in characters. */
    int MAX_QUERY = 8_192;

    /**
     * Reads a question.
     *
     * @param rawService the last segment of the path, still percent-encoded
     * @param rawQuery what follows the question mark, still percent-encoded, empty when there is none
     */
    static GateRequest parse(String rawService, String rawQuery) {
        if (rawQuery.length() > MAX_QUERY || rawService.length() > MAX_QUERY) {
            return new Unreadable("the question is longer than " + MAX_QUERY + " characters");
        }
        try {
            Map<String, String> given = parameters(rawQuery);
            String service = PercentDecoding.decode(rawService, false, "service");
            return new Readable(question(service, given), form(given.getOrDefault("answer", "json")));
        } catch (PercentDecoding.BrokenException e) {
            return new Unreadable(String.valueOf(e.getMessage()));
        }
    }

    private static GateQuestion question(String service, Map<String, String> given) {
        return new GateQuestion(service, given.getOrDefault("version", ""), given.getOrDefault("stable", ""),
                given.getOrDefault("revision", ""), given.getOrDefault("stage", ""), given.getOrDefault("namespace", ""),
                given.getOrDefault("policy", ""), arguments(given));
    }

    private static Map<String, String> arguments(Map<String, String> given) {
        return given.entrySet().stream().filter(e -> e.getKey().startsWith(ARGUMENT))
                .collect(Collectors.toMap(e -> e.getKey().substring(ARGUMENT.length()), Map.Entry::getValue));
    }

    private static Form form(String answer) throws PercentDecoding.BrokenException {
        return switch (answer) {
            case "json" -> Form.JSON;
            case "status" -> Form.STATUS;
            default -> throw new PercentDecoding.BrokenException("answer is \"" + answer + "\", must be json or status");
        };
    }

    private static Map<String, String> parameters(String rawQuery) throws PercentDecoding.BrokenException {
        var given = new LinkedHashMap<String, String>();
        for (String pair : rawQuery.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = PercentDecoding.decode(equals < 0 ? pair : pair.substring(0, equals), true, "a parameter's name");
            if (!PARAMETERS.contains(name) && !name.startsWith(ARGUMENT)) {
                throw new PercentDecoding.BrokenException("unknown parameter \"" + name + "\"; known are " + String.join(", ", PARAMETERS)
                        + ", and args.NAME for a template's arguments");
            }
            String value = PercentDecoding.decode(equals < 0 ? "" : pair.substring(equals + 1), true, name);
            if (given.put(name, value) != null) {
                throw new PercentDecoding.BrokenException("parameter " + name + " is given twice");
            }
        }
        return given;
    }
}
