package dev.plumbline.daemon.api.prometheus;

import dev.plumbline.daemon.api.http.GoFloat;
import dev.plumbline.model.LabelNames;
import dev.plumbline.model.Labels;
import java.util.Map;
import java.util.TreeMap;

/** Samples in the text format as federation gives them: each family without a type, labels sorted, times in ms. */
final class FederateText {
    private static final String NAME = "__name__";
    private final Labels external;
    private final boolean utf8;
    private final StringBuilder out = new StringBuilder();
    private String family = "";

    FederateText(Labels external, boolean utf8) {
        this.external = external;
        this.utf8 = utf8;
    }

    /** Adds a sample; those of one name come one after the other. A series without a name is left out. */
    void sample(Labels labels, long timeMillis, double value) {
        String name = labels.get(NAME);
        if (name == null || name.isEmpty()) {
            return;
        }
        boolean plain = isLegacy(name, true) || !utf8;
        String shown = utf8 ? name : underscored(name, true);
        if (!name.equals(family)) {
            family = name;
            out.append("# TYPE ").append(plain ? shown : quoted(shown)).append(" untyped\n");
        }
        out.append(plain ? shown : "");
        labels(labels, plain ? "" : quoted(shown));
        out.append(' ').append(GoFloat.format(value)).append(' ').append(timeMillis).append('\n');
    }

    private void labels(Labels labels, String first) {
        Map<String, String> all = new TreeMap<>();
        for (int i = 0; i < external.size(); i++) {
            all.put(external.name(i), external.value(i));
        }
        for (int i = 0; i < labels.size(); i++) {
            all.put(labels.name(i), labels.value(i));
        }
        all.remove(NAME);
        if (all.isEmpty() && first.isEmpty()) {
            return;
        }
        out.append('{').append(first);
        boolean comma = !first.isEmpty();
        for (Map.Entry<String, String> label : all.entrySet()) {
            out.append(comma ? "," : "").append(labelName(label.getKey())).append('=').append(quoted(label.getValue()));
            comma = true;
        }
        out.append('}');
    }

    private String labelName(String name) {
        if (!utf8) {
            return underscored(name, false);
        }
        return isLegacy(name, false) ? name : quoted(name);
    }

    private static boolean isLegacy(String name, boolean metric) {
        return LabelNames.isLegacy(metric ? name.replace(':', '_') : name);
    }

    /** Every character that a legacy name may not have as an underscore. */
    private static String underscored(String name, boolean metric) {
        var escaped = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); ) {
            int c = name.codePointAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || metric && c == ':';
            escaped.append(letter || i > 0 && c >= '0' && c <= '9' ? (char) c : '_');
            i += Character.charCount(c);
        }
        return escaped.toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\n", "\\n").replace("\"", "\\\"") + '"';
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
