package dev.plumbline.model;

/** What may be a name. Since Prometheus 3 any non-empty valid UTF-8 is; the old, ASCII-only form needs no quotes. */
public final class LabelNames {
    private LabelNames() {}

    /** {@code [a-zA-Z_][a-zA-Z0-9_]*}: may stand unquoted as a label's name. */
    public static boolean isLegacy(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
            if (!letter && (i == 0 || c < '0' || c > '9')) {
                return false;
            }
        }
        return !name.isEmpty();
    }
}
