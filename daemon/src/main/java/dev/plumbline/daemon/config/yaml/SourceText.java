package dev.plumbline.daemon.config.yaml;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;

/**
 * The text of a document, to tell where a character of a value stands in it. Works without the parser's help: white
 * space aside, a value's characters are those of the document in the same order, whether it is plain, quoted or a
 * block; where escapes break that, the value's own place is given. Each call reads on from the value's start: O(value).
 */
public final class SourceText {
    private static final Pattern LOCATED = Pattern.compile("(?s)(?:template: .*?:)?([0-9]{1,9}):([0-9]{1,9}): (?:parse error: )?(.*)");
    private final String text;

    public SourceText(String text) {
        this.text = text;
    }

    /** Where the character at {@code offset} of a scalar's text stands; behind the last one for an offset past the end. */
    public Position at(YamlNode.Scalar scalar, int offset) {
        String value = scalar.text();
        int at = contentStart(scalar.at());
        for (int i = 0; i < Math.min(offset, value.length()); i++) {
            if (isSpace(value.charAt(i))) {
                continue;
            }
            at = skipSpace(at);
            if (at >= text.length() || text.charAt(at) != value.charAt(i)) {
                return scalar.at();
            }
            at++;
        }
        if (offset < value.length() && !isSpace(value.charAt(offset))) {
            at = skipSpace(at);
        }
        return position(scalar.at().file(), at);
    }

    /** A message and what it is about. */
    public record Located(Position at, String message) {}

    /**
     * Takes apart what a parser said of a scalar's text: {@code LINE:COLUMN: message} or {@code template: NAME:LINE:COLUMN:
     * message}, counted from 1 within that text. A message without a place gets that of the scalar.
     */
    public Located locate(YamlNode.Scalar scalar, String message) {
        Matcher m = LOCATED.matcher(message);
        return m.matches() ? new Located(at(scalar, offset(scalar.text(), Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2)))), m.group(3))
                : new Located(scalar.at(), message);
    }

    /** The offset of a line and column of a text, both counted from 1; bounded by the text. */
    public static int offset(String text, int line, int column) {
        int start = 0;
        for (int i = 1; i < line && text.indexOf('\n', start) >= 0; i++) {
            start = text.indexOf('\n', start) + 1;
        }
        return Math.min(text.length(), start + column - 1);
    }

    /** Behind anchors, tags, the opening quote, or the line of a block's sign. */
    private int contentStart(Position at) {
        int i = offset(text, at.line(), at.column());
        while (i < text.length() && (text.charAt(i) == '&' || text.charAt(i) == '!')) {
            while (i < text.length() && !isSpace(text.charAt(i))) {
                i++;
            }
            i = skipSpace(i);
        }
        if (i < text.length() && (text.charAt(i) == '|' || text.charAt(i) == '>')) {
            int end = text.indexOf('\n', i);
            return end < 0 ? text.length() : end + 1;
        }
        return i < text.length() && (text.charAt(i) == '"' || text.charAt(i) == '\'') ? i + 1 : i;
    }

    private int skipSpace(int from) {
        int i = from;
        while (i < text.length() && isSpace(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    private Position position(String file, int offset) {
        int line = 1 + (int) text.substring(0, offset).chars().filter(c -> c == '\n').count();
        return new Position(file, line, offset - text.lastIndexOf('\n', offset - 1));
    }
}
