package dev.plumbline.template.text;

import dev.plumbline.model.Quoting;
import dev.plumbline.template.value.TemplateException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Percent escapes as Go's {@code net/url} has them. */
public final class UrlText {
    private static final String HEX = "0123456789ABCDEF";

    private UrlText() {}

    /** {@code url.QueryEscape}: all but letters, digits and {@code -_.~} is escaped, a space becomes {@code +}. */
    public static String queryEscape(String text) {
        var out = new BoundedText();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (isUnreserved(b)) {
                out.append((char) b);
            } else if (b == ' ') {
                out.append('+');
            } else {
                percent(out, b);
            }
        }
        return out.toString();
    }

    /** Letters, digits and {@code -_.~}. */
    public static boolean isUnreserved(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '.' || c == '~';
    }

    private static void percent(BoundedText out, byte b) {
        out.append('%').append(HEX.charAt(b >> 4 & 15)).append(HEX.charAt(b & 15));
    }

    /** {@code url.QueryUnescape}. */
    public static String queryUnescape(String text) {
        var bytes = new ByteArrayOutputStream(text.length());
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < in.length; i++) {
            if (in[i] == '%') {
                bytes.write(unescape(in, i));
                i += 2;
            } else {
                bytes.write(in[i] == '+' ? ' ' : in[i]);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static int unescape(byte[] in, int at) {
        int high = at + 2 < in.length ? Character.digit(in[at + 1], 16) : -1;
        int low = at + 2 < in.length ? Character.digit(in[at + 2], 16) : -1;
        if (high < 0 || low < 0) {
            var shown = new String(in, at, Math.min(3, in.length - at), StandardCharsets.UTF_8);
            throw new TemplateException("invalid URL escape " + Quoting.quote(shown));
        }
        return high << 4 | low;
    }
}
