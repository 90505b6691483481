package dev.plumbline.template.html;

import dev.plumbline.template.text.BoundedText;
import dev.plumbline.template.text.UrlText;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** Escapes of values inside URLs. */
final class UrlEscapes {
    /** What stands where a value was that could run code, as in Go; the word is easy to find in a log. */
    static final String REFUSED = "ZgotmplZ";

    private static final Set<String> SAFE_SCHEMES = Set.of("http", "https", "mailto");
    private static final String RESERVED = "!#$&*+,/:;=?@[]";

    private UrlEscapes() {}

    /** The URL, or {@code #ZgotmplZ} when it has a scheme other than http, https and mailto. */
    static String withSafeScheme(String url) {
        int colon = url.indexOf(':');
        boolean hasScheme = colon >= 0 && url.lastIndexOf('/', colon) < 0;
        return !hasScheme || SAFE_SCHEMES.contains(url.substring(0, colon).toLowerCase(Locale.ROOT)) ? url : "#" + REFUSED;
    }

    /** Escapes what may stand in no URL; reserved characters and escapes stay. */
    static String normalize(String text) {
        return process(text, true);
    }

    /** Escapes all that has a meaning in a URL. */
    static String escape(String text) {
        return process(text, false);
    }

    private static String process(String text, boolean keepsReserved) {
        var out = new BoundedText();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            int c = bytes[i] & 0xff;
            boolean kept = UrlText.isUnreserved(c) || keepsReserved && (RESERVED.indexOf(c) >= 0 || c == '%' && isEscape(bytes, i));
            if (kept) {
                out.append((char) c);
            } else {
                out.append('%').append("0123456789abcdef".charAt(c >> 4)).append("0123456789abcdef".charAt(c & 15));
            }
        }
        return out.toString();
    }

    private static boolean isEscape(byte[] bytes, int at) {
        return at + 2 < bytes.length && Character.digit(bytes[at + 1], 16) >= 0 && Character.digit(bytes[at + 2], 16) >= 0;
    }
}
