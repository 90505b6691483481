package dev.plumbline.daemon.api.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request: those of a form body first, then those of the URL, as Go's {@code http.Request.Form} merges
 * them, so that a body's value wins where one is asked for. At most {@value #MAX_PARAMETERS}. Immutable.
 */
public final class Parameters {
    private static final int MAX_PARAMETERS = 10_000;
    private final Map<String, List<String>> values = new LinkedHashMap<>();
    private int count;

    private Parameters() {}

    /**
     * Reads both sources; either may be null.
     *
     * @throws BadParameter when percent escapes are broken or there are too many parameters
     */
    public static Parameters parse(@Nullable String rawQuery, @Nullable String formBody) {
        var parameters = new Parameters();
        parameters.add(formBody);
        parameters.add(rawQuery);
        return parameters;
    }

    private void add(@Nullable String encoded) {
        if (encoded == null || encoded.isEmpty()) {
            return;
        }
        for (String pair : encoded.split("&", -1)) {
            if (!pair.isEmpty()) {
                addPair(pair);
            }
        }
    }

    private void addPair(String pair) {
        if (++count > MAX_PARAMETERS) {
            throw new BadParameter("more than " + MAX_PARAMETERS + " parameters");
        }
        int equals = pair.indexOf('=');
        String name = decode(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
        values.computeIfAbsent(name, n -> new ArrayList<>(1)).add(value);
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new BadParameter("invalid percent escape in \"" + text + "\": two hexadecimal digits must follow each %");
        }
    }

    /** The names that were given. */
    public Set<String> names() {
        return Collections.unmodifiableSet(values.keySet());
    }

    /** The first value, or the empty string. */
    public String get(String name) {
        var list = values.get(name);
        return list == null ? "" : list.getFirst();
    }

    /**
     * The first value as Go's {@code strconv.ParseBool} reads it; false when there is none or it is empty.
     *
     * @param refusal makes what is thrown of a value that is neither
     */
    public boolean bool(String name, Function<String, BadParameter> refusal) {
        String text = get(name);
        return switch (text) {
            case "", "0", "f", "F", "false", "FALSE", "False" -> false;
            case "1", "t", "T", "true", "TRUE", "True" -> true;
            default -> throw refusal.apply(text);
        };
    }

    /** All values in order; empty when there is none. */
    public List<String> all(String name) {
        return List.copyOf(values.getOrDefault(name, List.of()));
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }
}
