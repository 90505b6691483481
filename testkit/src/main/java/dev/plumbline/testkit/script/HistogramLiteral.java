package dev.plumbline.testkit.script;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Histogram.Buckets;
import dev.plumbline.model.Histogram.CounterReset;
import dev.plumbline.promql.parser.NumberText;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands between {@code {{} and {@code }}}: keys with values, and whether the counter reset hint is among them. */
record HistogramLiteral(Histogram histogram, boolean resetHintSet) {
    private static final Pattern PAIR = Pattern.compile("([a-z_]+):(\\[(?:[^\\s\\]][^\\]]*)?]|[^\\s\\[\\]:]+)(?:\\s+|$)");
    private static final Set<String> KEYS = Set.of("schema", "sum", "count", "z_bucket", "z_bucket_w", "buckets", "n_buckets",
            "offset", "n_offset", "custom_values", "counter_reset_hint");

    static HistogramLiteral parse(String body) {
        Map<String, String> pairs = pairs(body);
        String hint = pairs.get("counter_reset_hint");
        var h = new Histogram((int) number(pairs, "schema"), number(pairs, "count"), number(pairs, "sum"),
                number(pairs, "z_bucket_w"), number(pairs, "z_bucket"), buckets(pairs, ""), buckets(pairs, "n_"),
                list(pairs.getOrDefault("custom_values", "[]")), hint == null ? CounterReset.UNKNOWN : reset(hint));
        return new HistogramLiteral(h, hint != null);
    }

    private static CounterReset reset(String hint) {
        return switch (hint) {
            case "unknown", "reset", "not_reset", "gauge" -> CounterReset.valueOf(hint.toUpperCase(Locale.ROOT));
            default -> throw new IllegalArgumentException("parse error: bad counter reset hint \"" + hint
                    + "\", expected unknown, reset, not_reset or gauge");
        };
    }

    private static Map<String, String> pairs(String body) {
        var pairs = new HashMap<String, String>();
        if (body.isBlank()) {
            return pairs;
        }
        Matcher m = PAIR.matcher(body);
        int pos = 0;
        while (pos < body.length()) {
            if (!m.find(pos) || m.start() != pos) {
                throw new IllegalArgumentException("parse error: bad histogram at \"" + body.substring(pos)
                        + "\", expected key:value");
            }
            if (!KEYS.contains(m.group(1))) {
                throw new IllegalArgumentException("parse error: bad histogram descriptor found: \"" + m.group(1) + "\"");
            }
            pairs.put(m.group(1), m.group(2));
            pos = m.end();
        }
        return pairs;
    }

    private static double number(Map<String, String> pairs, String key) {
        return NumberText.parse(pairs.getOrDefault(key, "0"));
    }

    private static double[] list(String text) {
        String inner = text.substring(1, text.length() - 1).strip();
        if (inner.isEmpty()) {
            return new double[0];
        }
        String[] items = inner.split("\\s+");
        var values = new double[items.length];
        for (int i = 0; i < items.length; i++) {
            values[i] = NumberText.parse(items[i]);
        }
        return values;
    }

    private static Buckets buckets(Map<String, String> pairs, String prefix) {
        double[] counts = list(pairs.getOrDefault(prefix + "buckets", "[]"));
        int offset = (int) number(pairs, prefix + "offset");
        return counts.length == 0 ? Buckets.NONE : new Buckets(new int[] {offset}, new int[] {counts.length}, counts);
    }
}
