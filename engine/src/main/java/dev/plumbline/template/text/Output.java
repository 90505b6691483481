package dev.plumbline.template.text;

import org.jspecify.annotations.Nullable;

/** What a running template writes to. Not thread-safe. */
public interface Output {

    /** A part of the template that stands for itself. */
    void literal(String text);

    /** What an action gave. */
    void value(@Nullable Object value);

    /** All that was written. */
    String result();

    /** An output of the same sort that starts anew and shares the bound. */
    Output fresh();
}
