package dev.plumbline.template.value;

import dev.plumbline.model.PlumblineException;

/** A template that cannot be parsed, fails while it runs, or wants more than it may have. Always the author's: kind USER. */
public final class TemplateException extends PlumblineException {
    private static final long serialVersionUID = 1;
    private final boolean located;

    private TemplateException(String message, boolean located) {
        super(Kind.USER, message, null);
        this.located = located;
    }

    /** What is wrong; whoever runs the template adds where. */
    public TemplateException(String message) {
        this(message, false);
    }

    /**
     * What is wrong and where.
     *
     * @param place {@code template: NAME:LINE:COLUMN}, both counted from 1
     */
    public static TemplateException at(String place, String message) {
        return new TemplateException(place + ": " + message, true);
    }

    /** Whether the message says where. */
    public boolean located() {
        return located;
    }
}
