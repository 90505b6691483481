package dev.plumbline.template.html;

import dev.plumbline.template.text.BoundedText;
import dev.plumbline.template.text.EscapedText;
import dev.plumbline.template.text.JsonText;
import dev.plumbline.template.text.ValuePrinter;
import dev.plumbline.template.value.TemplateException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Escapes of values in HTML outside URLs. */
final class HtmlEscapes {
    private HtmlEscapes() {}

    /** For text and for attributes in quotes. */
    static String text(String text) {
        return EscapedText.html(text).replace("+", "&#43;");
    }

    /** For attributes without quotes, where a space would end the value. */
    static String unquoted(String text) {
        if (text.isEmpty()) {
            return UrlEscapes.REFUSED;
        }
        var out = new BoundedText();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\t', '\n', 0x0b, '\f', '\r', ' ', '=', '`', '"', '\'', '+' -> out.append("&#" + (int) c + ";");
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case 0 -> out.append("&#xfffd;");
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    /** For the inside of a string of a script. */
    static String scriptString(String text) {
        return EscapedText.js(text).replace("`", "\\u0060").replace("/", "\\/").replace("$", "\\u0024");
    }

    /** For a value of a script: JSON, which is JavaScript when {@code < > &} are escaped. */
    static String scriptValue(@Nullable Object value) {
        try {
            String json = JsonText.of(value);
            return "\"[{".indexOf(json.charAt(0)) >= 0 ? json : " " + json + " "; // so that a word before it stays a word
        } catch (TemplateException _) { // no JSON for it, as for NaN
            return " \"" + scriptString(ValuePrinter.text(value)) + "\" ";
        }
    }

    /** For style sheets: plain words, numbers and colours; anything else could start something. */
    static String style(String text) {
        boolean harmless = text.chars().allMatch(c -> c < 0x80 && (Character.isLetterOrDigit(c) || " #%.,_-+!".indexOf(c) >= 0));
        return harmless && !text.toLowerCase(Locale.ROOT).contains("expression") && !text.contains("--") ? text : UrlEscapes.REFUSED;
    }

    /** For names of tags and attributes: letters and digits, and no name that has a meaning for scripts, styles or URLs. */
    static String name(String text) {
        boolean word = !text.isEmpty() && text.chars().allMatch(c -> c < 0x80 && (Character.isLetterOrDigit(c) || c == '-'));
        return word && AttributeSort.of(text.toLowerCase(Locale.ROOT)) == AttributeSort.PLAIN ? text : UrlEscapes.REFUSED;
    }
}
