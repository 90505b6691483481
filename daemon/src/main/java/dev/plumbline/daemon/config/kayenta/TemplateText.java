package dev.plumbline.daemon.config.kayenta;

import dev.plumbline.model.PlumblineException;
import java.util.Map;

/**
 * Fills in templates of queries: <code>${name}</code>, <code>${name:-otherwise}</code>; <code>$${name}</code> stays as <code>${name}</code>, and
 * <code>$\{</code>, which Spinnaker writes to keep its own hands off, is <code>${</code>. What is filled in may hold placeholders itself.
 */
final class TemplateText {
    private static final int MAX_DEPTH = 10;
    private static final int MAX_LENGTH = 100_000;
    private final Map<String, String> words;

    TemplateText(Map<String, String> words) {
        this.words = Map.copyOf(words);
    }

    /** @throws PlumblineException of kind USER for a word that nobody gave, or one that stands for itself */
    String fill(String template) {
        return fill(template.replace("$\\{", "${"), 0);
    }

    private String fill(String text, int depth) {
        if (depth > MAX_DEPTH) {
            throw PlumblineException.user("placeholders stand for each other without an end");
        }
        var out = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            if (text.startsWith("$${", at)) {
                int close = text.indexOf('}', at);
                int end = close < 0 ? text.length() : close + 1;
                out.append(text, at + 1, end);
                at = end;
            } else if (text.startsWith("${", at) && text.indexOf('}', at) >= 0) {
                int close = text.indexOf('}', at);
                out.append(fill(word(text.substring(at + 2, close)), depth + 1));
                at = close + 1;
            } else {
                out.append(text.charAt(at++));
            }
            if (out.length() > MAX_LENGTH) {
                throw PlumblineException.user("the filled template has more than " + MAX_LENGTH + " characters");
            }
        }
        return out.toString();
    }

    private String word(String placeholder) {
        int otherwise = placeholder.indexOf(":-");
        String name = otherwise < 0 ? placeholder : placeholder.substring(0, otherwise);
        String word = words.get(name);
        if (word != null) {
            return word;
        }
        if (otherwise >= 0) {
            return placeholder.substring(otherwise + 2);
        }
        throw PlumblineException.user("nothing is given for ${" + name + "}; known are " + words.keySet().stream().sorted().toList()
                + ", more can be given as extendedScopeParams");
    }
}
