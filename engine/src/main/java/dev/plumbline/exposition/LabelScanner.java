package dev.plumbline.exposition;

import dev.plumbline.model.Labels;
import dev.plumbline.model.Utf8;
import java.util.Arrays;

/**
 * Finds the parts of one series' text, {@code name{label="value",…}} or {@code {"name",label="value",…}}, without making
 * objects; {@link #labels} makes them when they are needed. Also reads the label sets of exemplars. The two formats
 * differ in that text allows blanks between tokens, newlines in values and no comma between labels. Not thread-safe.
 */
final class LabelScanner {
    private static final int MAX_LABELS = 10_000;

    private static final byte[] NOTHING = {};

    private byte[] body = NOTHING;
    private int end;
    private boolean openMetrics;
    private int pos;
    private int nameFrom;
    private int nameTo;
    private int[] parts = new int[64];
    private int count;

    /** Reads a series that starts at {@code from}; returns the index after it. */
    int series(byte[] bytes, int from, int limit, boolean strict) {
        start(bytes, from, limit, strict);
        if (from < limit && Chars.isMetricStart(bytes[from])) {
            nameFrom = from;
            pos = Chars.metricEnd(bytes, from, limit);
            nameTo = pos;
            int after = pos;
            blanks();
            if (pos >= end || body[pos] != '{') {
                pos = after;
                return after;
            }
        } else if (from >= limit || bytes[from] != '{') {
            throw error("expected a metric name, '{' or a comment");
        }
        pos++;
        pairs(false);
        if (nameFrom < 0) {
            throw ExpositionException.at(body, from, end, "metric name not set: expected name{…} or {\"name\",…}");
        }
        return pos;
    }

    /** Reads the labels of an exemplar; {@code from} is the index after its opening brace. Returns the index after the closing one. */
    int exemplar(byte[] bytes, int from, int limit) {
        start(bytes, from, limit, true);
        pairs(true);
        return pos;
    }

    /** Lets the bytes go, once no labels are asked for any more. */
    void release() {
        body = NOTHING;
    }

    private void start(byte[] bytes, int from, int limit, boolean strict) {
        body = bytes;
        end = limit;
        openMetrics = strict;
        pos = from;
        nameFrom = -1;
        nameTo = -1;
        count = 0;
    }

    private void pairs(boolean exemplar) {
        blanks();
        while (pos >= end || body[pos] != '}') {
            pair(exemplar);
            blanks();
            if (pos < end && body[pos] == ',') {
                pos++;
                blanks();
            } else if (openMetrics && (pos >= end || body[pos] != '}')) {
                throw error("expected comma or closing brace");
            }
        }
        pos++;
    }

    private void pair(boolean exemplar) {
        int from = pos;
        boolean quoted = pos < end && body[pos] == '"';
        int to;
        if (quoted) {
            from++;
            to = quotedEnd("label name", false);
        } else if (pos < end && Chars.isLabelStart(body[pos])) {
            pos = Chars.labelEnd(body, pos, end);
            to = pos;
        } else {
            throw error("expected label name");
        }
        blanks();
        if (pos < end && body[pos] == '=') {
            pos++;
            value(from, to, exemplar);
        } else if (quoted && !exemplar && pos < end && (body[pos] == ',' || body[pos] == '}')) {
            name(from, to);
        } else {
            throw error("expected '=' after label name");
        }
    }

    private void name(int from, int to) {
        if (nameFrom >= 0) {
            throw ExpositionException.at(body, from, end, "metric name already set: expected a label");
        }
        nameFrom = from;
        nameTo = to;
    }

    private void value(int from, int to, boolean exemplar) {
        blanks();
        if (pos >= end || body[pos] != '"') {
            throw error("expected label value in double quotes");
        }
        int valueFrom = pos + 1;
        int valueTo = quotedEnd("label value", exemplar);
        if (count / 4 >= MAX_LABELS) {
            throw error("expected at most " + MAX_LABELS + " labels");
        }
        if (count + 4 > parts.length) {
            parts = Arrays.copyOf(parts, parts.length * 2);
        }
        parts[count++] = from;
        parts[count++] = to;
        parts[count++] = valueFrom;
        parts[count++] = valueTo;
    }

    /** From an opening quote to behind the closing one; returns the index of the closing one. */
    private int quotedEnd(String what, boolean noNul) {
        int from = pos++;
        boolean ascii = true;
        while (true) {
            if (pos >= end || openMetrics && body[pos] == '\n' || noNul && body[pos] == 0) {
                throw ExpositionException.at(body, Math.min(pos, end), end, "expected closing quote of " + what);
            }
            byte c = body[pos];
            if (c == '"') {
                break;
            }
            if (c == '\\') {
                pos++;
                if (pos >= end || body[pos] == '\n') {
                    throw ExpositionException.at(body, Math.min(pos, end), end, "expected a character after backslash in " + what);
                }
            }
            ascii &= c >= 0;
            pos++;
        }
        int to = pos++;
        if (!ascii) {
            int bad = Utf8.firstInvalid(body, from + 1, to);
            if (bad >= 0) {
                throw ExpositionException.at(body, bad, end, "expected valid UTF-8 in " + what);
            }
        }
        return to;
    }

    private void blanks() {
        if (!openMetrics) {
            pos = Chars.skipBlanks(body, pos, end);
        }
    }

    private ExpositionException error(String expected) {
        return ExpositionException.at(body, Math.min(pos, end), end, expected);
    }

    /** The label set that was read last; {@code le} and {@code quantile} as floats where the type asks for it. */
    Labels labels(MetricType type) {
        int n = count / 4;
        String[] pairs = new String[2 * n + (nameFrom >= 0 ? 2 : 0)];
        int to = 0;
        if (nameFrom >= 0) {
            String name = Chars.unescape(body, nameFrom, nameTo);
            if (name.isEmpty()) {
                throw ExpositionException.at(body, nameFrom, end, "metric name is empty: expected at least one character");
            }
            pairs[to++] = Labels.METRIC_NAME;
            pairs[to++] = name;
        }
        for (int i = 0; i < count; i += 4) {
            String name = Chars.unescape(body, parts[i], parts[i + 1]);
            String value = Chars.unescape(body, parts[i + 2], parts[i + 3]);
            if (name.isEmpty()) {
                throw ExpositionException.at(body, parts[i], end, "label name is empty: expected at least one character");
            }
            pairs[to++] = name;
            pairs[to++] = FloatLabel.isFloat(type, name) ? FloatLabel.normalise(value) : value;
        }
        return sorted(pairs);
    }

    private Labels sorted(String[] pairs) {
        for (int i = 2; i < pairs.length; i += 2) {
            String name = pairs[i];
            String value = pairs[i + 1];
            int j = i - 2;
            while (j >= 0 && pairs[j].compareTo(name) > 0) {
                pairs[j + 2] = pairs[j];
                pairs[j + 3] = pairs[j + 1];
                j -= 2;
            }
            pairs[j + 2] = name;
            pairs[j + 3] = value;
        }
        return Labels.ofSorted(withoutEmpty(pairs));
    }

    private String[] withoutEmpty(String[] pairs) {
        int kept = 0;
        for (int i = 0; i < pairs.length; i += 2) {
            if (i > 0 && pairs[i].equals(pairs[i - 2])) {
                throw error("label name \"" + pairs[i] + "\" is not unique: expected each label once");
            }
            kept += pairs[i + 1].isEmpty() ? 0 : 2;
        }
        if (kept == pairs.length) {
            return pairs;
        }
        String[] result = new String[kept];
        int to = 0;
        for (int i = 0; i < pairs.length; i += 2) {
            if (!pairs[i + 1].isEmpty()) {
                result[to++] = pairs[i];
                result[to++] = pairs[i + 1];
            }
        }
        return result;
    }
}
