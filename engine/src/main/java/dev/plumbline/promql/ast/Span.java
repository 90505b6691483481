package dev.plumbline.promql.ast;

/** A place in the query text as UTF-8 byte offsets: {@code start} inclusive, {@code end} exclusive, both 0-based. */
public record Span(int start, int end) {
    public Span {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("no such place: [" + start + ", " + end + ")");
        }
    }

    /** From the beginning of the first to the end of the second. */
    public static Span covering(Span first, Span last) {
        return new Span(first.start, Math.max(first.start, last.end));
    }
}
