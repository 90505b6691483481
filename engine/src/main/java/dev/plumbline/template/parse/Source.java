package dev.plumbline.template.parse;

import dev.plumbline.template.value.TemplateException;

/** The text that a template came from, and how places in it are named. */
public record Source(String name, String text) {
    private static final int SHOWN_CHARS = 40;

    /** {@code template: NAME:LINE:COLUMN}, both from 1. */
    public String place(int position) {
        int end = Math.min(position, text.length());
        int line = 1;
        int start = 0;
        for (int i = text.indexOf('\n'); i >= 0 && i < end; i = text.indexOf('\n', i + 1)) {
            line++;
            start = i + 1;
        }
        return "template: " + name + ":" + line + ":" + (end - start + 1);
    }

    TemplateException error(int position, String message) {
        return TemplateException.at(place(position), message);
    }

    /** The beginning of a part of the text, for messages. */
    public String shown(int start, int end) {
        return end - start <= SHOWN_CHARS ? text.substring(start, end) : text.substring(start, start + SHOWN_CHARS) + "...";
    }
}
