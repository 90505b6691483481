package dev.plumbline.daemon.api.server;

import com.google.re2j.Pattern;
import dev.plumbline.model.PlumblineException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which pages of other origins may read the API, and the headers that tell their browsers. Immutable. */
public final class CrossOrigin {
    private static final Map<String, String> HEADERS = Map.of("Access-Control-Allow-Headers", "Accept, Authorization, Content-Type, Origin",
            "Access-Control-Allow-Methods", "GET, POST, OPTIONS", "Access-Control-Expose-Headers", "Date", "Vary", "Origin");
    private static final String ANYBODY = ".*";
    private final boolean all;
    private final Pattern allowed;

    /**
     * Those whose whole origin matches.
     *
     * @param pattern as {@code --web.cors.origin}: a regular expression such as {@code https?://(a|b)\.example}
     * @throws PlumblineException of kind USER when it is none
     */
    public CrossOrigin(String pattern) {
        all = pattern.equals(ANYBODY);
        try {
            allowed = Pattern.compile("^(?:" + pattern + ")$");
        } catch (com.google.re2j.PatternSyntaxException e) {
            throw PlumblineException.user("--web.cors.origin \"" + pattern + "\" is not a regular expression: " + e.getMessage());
        }
    }

    /** The headers for a request of this origin; none when it names none. */
    Map<String, String> headers(@Nullable String origin) {
        if (origin == null || origin.isEmpty()) {
            return Map.of();
        }
        if (!all && !allowed.matches(origin)) {
            return HEADERS;
        }
        var headers = new java.util.HashMap<>(HEADERS);
        headers.put("Access-Control-Allow-Origin", all ? "*" : origin);
        return headers;
    }
}
