package dev.plumbline.template.text;

import java.util.Locale;

/** The escapes of {@code text/template}'s functions {@code html} and {@code js}. */
public final class EscapedText {
    private EscapedText() {}

    /** For text and quoted attributes of HTML. */
    public static String html(String text) {
        var out = new BoundedText();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case 0 -> out.append('\uFFFD');
                case '"' -> out.append("&#34;");
                case '\'' -> out.append("&#39;");
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    /** For the inside of a JavaScript string. */
    public static String js(String text) {
        var out = new BoundedText();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\', '"', '\'' -> out.append('\\').append(c);
                case '<', '>', '&', '=' -> unicode(out, c);
                default -> {
                    if (c < ' ' || c == 0x2028 || c == 0x2029) {
                        unicode(out, c);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.toString();
    }

    private static void unicode(BoundedText out, char c) {
        out.append(String.format(Locale.ROOT, "\\u%04X", (int) c));
    }
}
