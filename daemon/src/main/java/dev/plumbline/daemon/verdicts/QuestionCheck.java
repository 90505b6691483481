package dev.plumbline.daemon.verdicts;

import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Tells what is wrong with the values of a question. They become label values and parts of queries, so they are bounded. */
final class QuestionCheck {
    /** Longest value that is taken, in UTF-16 code units; Kubernetes' names end at 253. */
    static final int MAX_LENGTH = 256;

    private static final int MAX_ARGS = 50;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,63}");

    private QuestionCheck() {}

    /** The first problem, or empty. */
    static Optional<String> problem(GateQuestion q) {
        if (q.service().isEmpty()) {
            return Optional.of("service is missing: ask /v1/gate/{service}?version=...");
        }
        if (q.version().isEmpty()) {
            return Optional.of("version is missing: add version=, the version of the canary of service \"" + shown(q.service()) + "\"");
        }
        return value("service", q.service())
                .or(() -> value("version", q.version()))
                .or(() -> value("stable", q.stable()))
                .or(() -> value("revision", q.revision()))
                .or(() -> value("stage", q.stage()))
                .or(() -> value("namespace", q.namespace()))
                .or(() -> value("policy", q.policy()))
                .or(() -> args(q.args()));
    }

    private static Optional<String> args(Map<String, String> args) {
        if (args.size() > MAX_ARGS) {
            return Optional.of("there are " + args.size() + " arguments, at most " + MAX_ARGS + " are allowed");
        }
        for (String name : new TreeSet<>(args.keySet())) {
            if (!NAME.matcher(name).matches()) {
                return Optional.of("an argument is called \"" + shown(name) + "\", must be 1 to 63 letters, digits and . _ -");
            }
            String value = args.getOrDefault(name, "");
            Optional<String> problem = value("args." + name, value);
            if (problem.isPresent() || value.contains("{{")) {
                return problem.or(() -> Optional.of("args." + name + " has {{, which begins a placeholder; a value cannot have one"));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> value(String name, String value) {
        if (value.length() > MAX_LENGTH) {
            return Optional.of(name + " has " + value.length() + " characters, at most " + MAX_LENGTH + " are allowed");
        }
        for (int i = 0; i < value.length(); i++) {
            if (isForbidden(value, i)) {
                return Optional.of(String.format("%s has the character U+%04X at position %d; control characters and broken "
                        + "text are not allowed", name, (int) value.charAt(i), i + 1));
            }
        }
        return Optional.empty();
    }

    private static boolean isForbidden(String value, int i) {
        int c = value.codePointAt(i);
        boolean lowHalf = i > 0 && Character.isSurrogatePair(value.charAt(i - 1), value.charAt(i));
        return Character.isISOControl(c) || c == '\uFFFD' || c == 0x2028 || c == 0x2029
                || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE && !lowHalf;
    }

    private static String shown(String value) {
        String printable = value.replaceAll("\\p{Cntrl}", "?");
        return printable.length() <= MAX_LENGTH ? printable : printable.substring(0, MAX_LENGTH) + "...";
    }
}
