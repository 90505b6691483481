package dev.plumbline.template.html;

import dev.plumbline.template.text.BoundedText;
import java.util.Locale;

/**
 * Where in an HTML document the writing has come to: a state machine over the literal parts, a character at a time, after the
 * tokenizer of the HTML standard as far as escaping depends on it. Comments are taken out on the way, since a value inside one
 * could end it. Not thread-safe.
 */
final class HtmlPlace {
    private static final int MAX_NAME = 64;

    private State state = State.TEXT;
    private final StringBuilder recent = new StringBuilder();
    private final StringBuilder name = new StringBuilder();
    private String tag = "";
    private char quote;
    private char scriptQuote;
    private boolean scriptEscape;
    private AttributeSort attribute = AttributeSort.PLAIN;
    private UrlPart urlPart = UrlPart.START;

    /** States that a value can meet. RCDATA is the inside of a title or text area, VALUE that of an attribute. */
    enum State { TEXT, RCDATA, SCRIPT, STYLE, COMMENT, TAG_NAME, TAG, ATTRIBUTE_NAME, AFTER_NAME, BEFORE_VALUE, VALUE }

    /** How far a URL has come. */
    enum UrlPart { START, PATH, QUERY }

    State state() {
        return state;
    }

    AttributeSort attribute() {
        return attribute;
    }

    UrlPart urlPart() {
        return urlPart;
    }

    /** Whether the attribute's value stands in quotes. */
    boolean quoted() {
        return quote != 0;
    }

    boolean inScriptString() {
        return scriptQuote != 0;
    }

    /** Takes a literal character, and writes it unless it belongs to a comment. */
    void next(char c, BoundedText out) {
        switch (state) {
            case TEXT -> text(c, out);
            case COMMENT -> comment(c);
            case RCDATA, SCRIPT, STYLE -> raw(c, out);
            case TAG_NAME, TAG, ATTRIBUTE_NAME, AFTER_NAME, BEFORE_VALUE, VALUE -> {
                out.append(c);
                inTag(c);
            }
        }
    }

    /** A {@code <} is held back until it is known whether it starts a comment. */
    private void text(char c, BoundedText out) {
        if (recent.isEmpty()) {
            if (c == '<') {
                recent.append(c);
            } else {
                out.append(c);
            }
            return;
        }
        boolean first = recent.length() == 1;
        if ("<!--".startsWith(recent.toString() + c)) {
            recent.append(c);
            if (recent.length() == "<!--".length()) {
                recent.setLength(0);
                state = State.COMMENT;
            }
            return;
        }
        boolean opens = first && (c == '/' || Character.isLetter(c));
        if (opens || c == '?' || !first) {
            flush(out);
        } else {
            escapeHeldBack(out);
        }
        if (c == '<') {
            recent.append(c);
            return;
        }
        out.append(c);
        if (opens) {
            state = State.TAG_NAME;
            name.setLength(0);
            name.append(Character.toLowerCase(c));
        }
    }

    private void flush(BoundedText out) {
        out.append(recent);
        recent.setLength(0);
    }

    /** A {@code <} that starts nothing is text; right before a value it must not make a tag of it. */
    private void escapeHeldBack(BoundedText out) {
        if (!recent.isEmpty()) {
            out.append("&lt;").append(recent, 1, recent.length());
            recent.setLength(0);
        }
    }

    private void comment(char c) {
        remember(c);
        if (endsWith("-->")) {
            recent.setLength(0);
            state = State.TEXT;
        }
    }

    /** Inside an element whose content is no markup, up to its end tag. */
    private void raw(char c, BoundedText out) {
        out.append(c);
        remember(c);
        if (state == State.SCRIPT) {
            script(c);
        }
        if (endsWith("</" + tag)) {
            recent.setLength(0);
            scriptQuote = 0;
            name.setLength(0);
            name.append('/').append(tag);
            state = State.TAG_NAME;
        }
    }

    private void remember(char c) {
        recent.append(Character.toLowerCase(c));
        if (recent.length() > MAX_NAME) {
            recent.delete(0, recent.length() - MAX_NAME / 2);
        }
    }

    private boolean endsWith(String end) {
        int start = recent.length() - end.length();
        return start >= 0 && recent.indexOf(end, start) == start;
    }

    private void script(char c) {
        if (scriptEscape) {
            scriptEscape = false;
        } else if (scriptQuote != 0 && c == '\\') {
            scriptEscape = true;
        } else if (scriptQuote == c || scriptQuote != 0 && scriptQuote != '`' && c == '\n') {
            scriptQuote = 0;
        } else if (scriptQuote == 0 && (c == '"' || c == '\'' || c == '`')) {
            scriptQuote = c;
        }
    }

    private void inTag(char c) {
        switch (state) {
            case TAG_NAME -> tagName(c);
            case TAG, AFTER_NAME -> betweenAttributes(c);
            case ATTRIBUTE_NAME -> attributeName(c);
            case BEFORE_VALUE -> startOfValue(c);
            case VALUE -> value(c);
            case TEXT, RCDATA, SCRIPT, STYLE, COMMENT -> throw new IllegalStateException("not in a tag");
        }
    }

    private void tagName(char c) {
        if (isSpace(c) || c == '/' && name.length() > 1 || c == '>') {
            tag = name.toString();
            state = State.TAG;
            betweenAttributes(c);
        } else if (name.length() < MAX_NAME) {
            name.append(Character.toLowerCase(c));
        }
    }

    private void betweenAttributes(char c) {
        if (c == '>') {
            endOfTag();
        } else if (c == '=' && state == State.AFTER_NAME) {
            state = State.BEFORE_VALUE;
        } else if (!isSpace(c) && c != '/') {
            name.setLength(0);
            state = State.ATTRIBUTE_NAME;
            attributeName(c);
        } else if (c == '/') {
            state = State.TAG;
        }
    }

    private void attributeName(char c) {
        if (c == '=' || c == '>' || isSpace(c) || c == '/') {
            attribute = AttributeSort.of(name.toString().toLowerCase(Locale.ROOT));
            state = State.AFTER_NAME;
            betweenAttributes(c);
        } else if (name.length() < MAX_NAME) {
            name.append(c);
        }
    }

    private void startOfValue(char c) {
        if (c == '>') {
            endOfTag();
        } else if (!isSpace(c)) {
            boolean quotes = c == '"' || c == '\'';
            startValue(quotes ? c : 0);
            if (!quotes) {
                value(c);
            }
        }
    }

    private void startValue(char delimiter) {
        state = State.VALUE;
        quote = delimiter;
        urlPart = UrlPart.START;
        scriptQuote = 0;
        scriptEscape = false;
    }

    private void value(char c) {
        if (quote != 0 ? c == quote : isSpace(c) || c == '>') {
            state = State.TAG;
            if (quote == 0) {
                betweenAttributes(c);
            }
            return;
        }
        if (attribute == AttributeSort.SCRIPT) {
            script(c);
        }
        advanceUrl(c);
    }

    private void advanceUrl(char c) {
        if (c == '?' || c == '#') {
            urlPart = UrlPart.QUERY;
        } else if (urlPart == UrlPart.START && !isSpace(c)) {
            urlPart = UrlPart.PATH;
        }
    }

    private void endOfTag() {
        recent.setLength(0);
        state = switch (tag) {
            case "script" -> State.SCRIPT;
            case "style" -> State.STYLE;
            case "title", "textarea" -> State.RCDATA;
            default -> State.TEXT;
        };
        scriptQuote = 0;
    }

    /** A value is about to be written: what was held back is written, and an attribute without quotes begins. */
    void beforeValue(BoundedText out) {
        if (state == State.TEXT) {
            escapeHeldBack(out);
        } else if (state == State.BEFORE_VALUE) {
            startValue((char) 0);
        } else if (state != State.COMMENT) {
            recent.setLength(0);
        }
    }

    /** A value was written; it can move on a URL, and nothing else. */
    void afterValue(String text) {
        if (state == State.VALUE) {
            for (int i = 0; i < text.length() && urlPart != UrlPart.QUERY; i++) {
                advanceUrl(text.charAt(i));
            }
        }
    }

    /** Writes what was held back at the end of the document. */
    void end(BoundedText out) {
        if (state == State.TEXT) {
            flush(out);
        }
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
    }
}
