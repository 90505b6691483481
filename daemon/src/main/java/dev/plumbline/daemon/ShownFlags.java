package dev.plumbline.daemon;

import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The settings of the process as {@code /api/v1/status/flags} shows them: name without dashes to value, all of them. */
final class ShownFlags {
    private ShownFlags() {}

    static Map<String, String> of(RunOptions options) {
        var flags = new TreeMap<String, String>();
        for (OptionSpec option : CommandSpec.forAnnotatedObject(options).options()) {
            Object value = option.getValue();
            flags.put(name(option), switch (value) {
                case null -> "";
                case String[] several -> String.join(",", several);
                default -> value.toString();
            });
        }
        return flags;
    }

    /** Prometheus's name where there are two. */
    private static String name(OptionSpec option) {
        String shown = option.longestName();
        for (String name : option.names()) {
            shown = name.contains(".") ? name : shown;
        }
        return shown.replaceFirst("^-+", "");
    }
}
