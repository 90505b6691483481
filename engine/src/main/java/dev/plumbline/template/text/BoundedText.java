package dev.plumbline.template.text;

import dev.plumbline.template.value.TemplateException;

/** Text under construction that refuses to grow past a bound. Not thread-safe. */
public final class BoundedText {
    /** The longest text that a function may make, in characters. */
    public static final int MAX_CHARS = 1 << 20;

    private final StringBuilder text = new StringBuilder();
    private final int maxChars;

    public BoundedText() {
        this(MAX_CHARS);
    }

    public BoundedText(int maxChars) {
        this.maxChars = maxChars;
    }

    /** @throws TemplateException when the text would pass its bound; it is as it was then */
    public BoundedText append(CharSequence more) {
        reserve(more.length());
        text.append(more);
        return this;
    }

    public BoundedText append(CharSequence source, int start, int end) {
        reserve(end - start);
        text.append(source, start, end);
        return this;
    }

    public BoundedText append(char c) {
        reserve(1);
        text.append(c);
        return this;
    }

    public BoundedText appendCodePoint(int c) {
        reserve(2);
        text.appendCodePoint(c);
        return this;
    }

    /** A character {@code count} times; none when that is negative. */
    public BoundedText repeat(char c, int count) {
        reserve(Math.max(0, count));
        text.repeat(c, Math.max(0, count));
        return this;
    }

    private void reserve(int chars) {
        if (chars > maxChars - text.length()) {
            throw new TemplateException("the text is longer than " + maxChars + " characters");
        }
    }

    /** An empty text with the bound of this one. */
    public BoundedText fresh() {
        return new BoundedText(maxChars);
    }

    public int length() {
        return text.length();
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
