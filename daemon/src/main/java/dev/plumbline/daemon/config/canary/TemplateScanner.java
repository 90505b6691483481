package dev.plumbline.daemon.config.canary;

import dev.plumbline.daemon.config.canary.Template.Context;
import dev.plumbline.daemon.config.canary.Template.Part;
import dev.plumbline.daemon.config.canary.Template.TemplateException;
import java.util.ArrayList;
import java.util.List;

/** Splits a template into text and places; knows just enough PromQL to tell what stands in which kind of string. Used once. */
final class TemplateScanner {
    private final String text;
    private final List<Part> parts = new ArrayList<>();
    private final StringBuilder verbatim = new StringBuilder();
    private int verbatimStart;
    private int at;
    private char quote; // 0: outside of strings
    private boolean regex;
    private String lastTwo = ""; // the last two characters outside of strings that are not white space

    TemplateScanner(String text) {
        this.text = text;
    }

    List<Part> scan() throws TemplateException {
        while (at < text.length()) {
            if (text.startsWith("{{", at)) {
                place();
            } else if (quote != 0) {
                inString();
            } else {
                outside();
            }
        }
        if (quote != 0) {
            throw new TemplateException(text.length(), "a string does not end: " + quote + " is missing");
        }
        flush();
        return parts;
    }

    private void place() throws TemplateException {
        int end = text.indexOf("}}", at);
        if (end < 0) {
            throw new TemplateException(at, "{{ without }}");
        }
        String name = text.substring(at + 2, end).strip();
        flush();
        parts.add(new Part.Place(at, name, context()));
        at = end + 2;
        verbatimStart = at;
        lastTwo = "";
    }

    private Context context() {
        return switch (quote) {
            case '"' -> regex ? Context.REGEX_DOUBLE_QUOTED : Context.DOUBLE_QUOTED;
            case '\'' -> regex ? Context.REGEX_SINGLE_QUOTED : Context.SINGLE_QUOTED;
            case '`' -> regex ? Context.REGEX_BACKQUOTED : Context.BACKQUOTED;
            default -> Context.SYNTAX;
        };
    }

    private void inString() throws TemplateException {
        char c = text.charAt(at);
        if (c == '\\' && quote != '`') {
            if (text.startsWith("{{", at + 1)) {
                throw new TemplateException(at, "a backslash right before a placeholder would escape its value");
            }
            take();
        } else if (c == quote) {
            quote = 0;
            lastTwo = "";
        }
        take();
    }

    private void outside() {
        char c = text.charAt(at);
        if (c == '#') {
            skipComment();
            return;
        }
        if (c == '"' || c == '\'' || c == '`') {
            quote = c;
            regex = lastTwo.equals("=~") || lastTwo.equals("!~");
        } else if (!Character.isWhitespace(c)) {
            lastTwo = (lastTwo.isEmpty() ? "" : lastTwo.substring(lastTwo.length() - 1)) + c;
        }
        take();
    }

    private void skipComment() {
        flush();
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
        verbatimStart = at;
    }

    private void take() {
        if (at < text.length()) {
            verbatim.append(text.charAt(at++));
        }
    }

    private void flush() {
        if (!verbatim.isEmpty()) {
            parts.add(new Part.Verbatim(verbatimStart, verbatim.toString()));
            verbatim.setLength(0);
        }
        verbatimStart = at;
    }
}
