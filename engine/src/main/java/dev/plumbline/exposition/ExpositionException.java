package dev.plumbline.exposition;

import dev.plumbline.model.PlumblineException;
import dev.plumbline.model.Quoting;
import java.nio.charset.StandardCharsets;

/** A body that is not what its Content-Type promises. Says the line, what was expected there and what stands there. */
public final class ExpositionException extends PlumblineException {
    private static final long serialVersionUID = 1;
    private static final int EXCERPT = 80;
    private final int line;

    private ExpositionException(int line, String message) {
        super(Kind.USER, message, null);
        this.line = line;
    }

    /**
     * An error at a byte of the body.
     *
     * @param at where the unexpected byte is, 0 ≤ at ≤ end
     * @param problem what was expected, such as {@code expected label value}
     */
    static ExpositionException at(byte[] body, int at, int end, String problem) {
        int line = 1;
        int start = 0;
        for (int i = 0; i < Math.min(at, end); i++) {
            if (body[i] == '\n') {
                line++;
                start = i + 1;
            }
        }
        int stop = start;
        while (stop < end && stop - start < EXCERPT && body[stop] != '\n') {
            stop++;
        }
        String got = at >= end ? "end of data" : quote(body, at, at + 1);
        return new ExpositionException(line,
                "line " + line + ", byte " + (at - start + 1) + ": " + problem + ", got " + got + " in " + quote(body, start, stop));
    }

    /** An error in a body that has no lines. */
    static ExpositionException of(String message) {
        return new ExpositionException(0, message);
    }

    private static String quote(byte[] body, int from, int to) {
        return Quoting.quote(new String(body, from, to - from, StandardCharsets.UTF_8));
    }

    /** The line of the body, 1-based; 0 when the format has no lines. */
    public int line() {
        return line;
    }
}
