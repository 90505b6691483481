package dev.plumbline.exposition;

import dev.plumbline.model.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Reads a line that starts with {@code #}: metadata, the end of OpenMetrics, or (text only) a comment. Holds what was
 * read last. Not thread-safe.
 */
final class CommentLine {
    enum Kind { COMMENT, HELP, TYPE, UNIT, EOF }

    private Kind kind = Kind.COMMENT;
    private String metric = "";
    private String text = "";
    private MetricType type = MetricType.UNKNOWN;
    private int pos;

    Kind kind() {
        return kind;
    }

    String metric() {
        return metric;
    }

    /** HELP's text or UNIT's unit. */
    String text() {
        return text;
    }

    MetricType type() {
        return type;
    }

    /** Reads the line at {@code from}, where a {@code #} stands; returns the index after its newline. */
    int read(byte[] b, int from, int end, boolean openMetrics) {
        kind = Kind.COMMENT;
        int word = openMetrics ? strictStart(b, from, end) : Chars.skipBlanks(b, from + 1, end);
        if (kind == Kind.EOF) {
            return pos;
        }
        Kind found = word > from + 1 ? keyword(b, word, end, openMetrics) : null;
        if (found == null) {
            if (openMetrics) {
                throw ExpositionException.at(b, from, end, "expected \"# HELP \", \"# TYPE \", \"# UNIT \" or \"# EOF\"");
            }
            return Math.min(end, Chars.lineEnd(b, from, end) + 1);
        }
        kind = found;
        return metadata(b, openMetrics ? word + 5 : Chars.skipBlanks(b, word + 4, end), end, openMetrics);
    }

    private int strictStart(byte[] b, int from, int end) {
        if (from + 1 >= end || b[from + 1] != ' ') {
            return from;
        }
        if (from + 5 <= end && b[from + 2] == 'E' && b[from + 3] == 'O' && b[from + 4] == 'F') {
            kind = Kind.EOF;
            pos = from + 5 < end && b[from + 5] == '\n' ? from + 6 : from + 5;
        }
        return from + 2;
    }

    private static @Nullable Kind keyword(byte[] b, int at, int end, boolean openMetrics) {
        if (at + 5 > end || b[at + 4] != ' ' && (openMetrics || b[at + 4] != '\t')) {
            return null;
        }
        int word = b[at] << 24 | b[at + 1] << 16 | b[at + 2] << 8 | b[at + 3];
        return switch (word) {
            case 'H' << 24 | 'E' << 16 | 'L' << 8 | 'P' -> Kind.HELP;
            case 'T' << 24 | 'Y' << 16 | 'P' << 8 | 'E' -> Kind.TYPE;
            case 'U' << 24 | 'N' << 16 | 'I' << 8 | 'T' -> openMetrics ? Kind.UNIT : null;
            default -> null;
        };
    }

    private int metadata(byte[] b, int from, int end, boolean openMetrics) {
        int nameEnd = name(b, from, end);
        int lineEnd = Chars.lineEnd(b, nameEnd, end);
        int textFrom = nameEnd;
        if (openMetrics) {
            if (nameEnd >= end || b[nameEnd] != ' ' || lineEnd >= end) {
                throw ExpositionException.at(b, Math.min(nameEnd, end), end, "expected text in " + kind + " and a newline");
            }
            textFrom++;
        } else if (textFrom < lineEnd) {
            textFrom++;
        }
        switch (kind) {
            case HELP -> help(b, textFrom, lineEnd, end, openMetrics);
            case TYPE -> type(b, textFrom, lineEnd, end, openMetrics);
            case UNIT -> unit(b, textFrom, lineEnd, end);
            case COMMENT, EOF -> throw new IllegalStateException("no metadata in " + kind);
        }
        return Math.min(end, lineEnd + 1);
    }

    private int name(byte[] b, int from, int end) {
        int to;
        if (from < end && b[from] == '"') {
            int p = from + 1;
            while (p < end && b[p] != '"') {
                p += b[p] == '\\' ? 2 : 1;
            }
            int bad = p < end ? Utf8.firstInvalid(b, from + 1, p) : from;
            if (bad >= 0) {
                throw ExpositionException.at(b, bad, end, "expected a metric name in quotes and valid UTF-8 after " + kind);
            }
            metric = Chars.unescape(b, from + 1, p);
            return p + 1;
        }
        to = from < end && Chars.isMetricStart(b[from]) ? Chars.metricEnd(b, from, end) : from;
        if (to == from) {
            throw ExpositionException.at(b, from, end, "expected metric name after " + kind);
        }
        metric = Chars.unescape(b, from, to);
        return to;
    }

    private void help(byte[] b, int from, int to, int end, boolean openMetrics) {
        int bad = Utf8.firstInvalid(b, from, to);
        if (bad >= 0) {
            throw ExpositionException.at(b, bad, end, "expected valid UTF-8 in HELP");
        }
        String raw = new String(b, from, to - from, java.nio.charset.StandardCharsets.UTF_8);
        text = raw.indexOf('\\') < 0 ? raw : Chars.unescape(raw, openMetrics);
    }

    private void type(byte[] b, int from, int to, int end, boolean openMetrics) {
        MetricType found = MetricType.read(b, from, to, openMetrics);
        if (found == null) {
            throw ExpositionException.at(b, Math.min(from, end), end,
                    "expected a metric type (counter, gauge, histogram, gaugehistogram, summary, info, stateset, "
                            + (openMetrics ? "unknown)" : "unknown, untyped)"));
        }
        type = found;
    }

    private void unit(byte[] b, int from, int to, int end) {
        text = new String(b, from, to - from, java.nio.charset.StandardCharsets.UTF_8);
        if (!text.isEmpty() && !metric.endsWith("_" + text)) {
            throw ExpositionException.at(b, from, end,
                    "unit \"" + text + "\" is not a suffix of metric \"" + metric + "\": expected a name that ends in \"_" + text + "\"");
        }
    }
}
