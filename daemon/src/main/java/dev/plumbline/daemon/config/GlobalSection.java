package dev.plumbline.daemon.config;

import dev.plumbline.daemon.config.yaml.MappingReader;
import dev.plumbline.model.Labels;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Reads the section global. */
final class GlobalSection {
    private GlobalSection() {}

    /** The section and what it gives to jobs. */
    record Result(GlobalConfig config, ScrapeDefaults scrape) {}

    static Result read(LoadContext context, MappingReader root) {
        MappingReader r = root.mapping("global");
        ScrapeDefaults scrape = ScrapeDefaults.read(context, r, ScrapeDefaults.PROMETHEUS);
        long evaluation = r.duration("evaluation_interval", 60_000);
        Path queryLog = context.path(r, "query_log_file");
        if (queryLog != null) {
            r.problems().warning(r.keyAt("query_log_file"), "query_log_file is not there yet; no query log is written");
        }
        var config = new GlobalConfig(scrape.intervalMillis(), scrape.timeoutMillis(), evaluation == 0 ? 60_000 : evaluation,
                r.duration("rule_query_offset", 0), externalLabels(context, r), queryLog, scrape.failureLogFile());
        r.know(List.of("runtime"));
        r.finish();
        return new Result(config, scrape);
    }

    private static Labels externalLabels(LoadContext context, MappingReader r) {
        Labels labels = DiscoverySection.labels(r, "external_labels");
        var expanded = new Labels.Builder();
        labels.forEach((name, value) -> expanded.set(name, expand(context.env(), value)));
        return expanded.build();
    }

    /** What {@code os.Expand} of Go does: <code>$NAME</code>, <code>${NAME}</code>, <code>$$</code>; an unset variable is empty. */
    static String expand(Map<String, String> env, String text) {
        var out = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c != '$' || i + 1 == text.length()) {
                out.append(c);
                i++;
                continue;
            }
            int end = nameEnd(text, i + 1);
            boolean braces = text.charAt(i + 1) == '{';
            String name = braces ? text.substring(i + 2, Math.max(i + 2, end - 1)) : text.substring(i + 1, end);
            if (name.isEmpty()) {
                out.append(braces ? "" : "$");
            } else {
                out.append(name.equals("$") ? "$" : env.getOrDefault(name, ""));
            }
            i = end;
        }
        return out.toString();
    }

    /** Where the reference after the dollar ends; {@code from} itself when there is none. */
    private static int nameEnd(String text, int from) {
        char first = text.charAt(from);
        if (first == '{') {
            int close = text.indexOf('}', from);
            return close < 0 ? from + 1 : close + 1;
        }
        if ("*#$@!?-".indexOf(first) >= 0 || first >= '0' && first <= '9') {
            return from + 1;
        }
        int end = from;
        while (end < text.length() && (text.charAt(end) == '_' || text.charAt(end) < 128 && Character.isLetterOrDigit(text.charAt(end)))) {
            end++;
        }
        return end;
    }
}
