package dev.plumbline.testkit.script;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.HistogramMath;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.model.Quoting;
import dev.plumbline.model.StaleMarker;
import dev.plumbline.promql.parser.Durations;
import dev.plumbline.promql.parser.NumberText;
import dev.plumbline.testkit.script.SeriesDescription.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The values of a line: {@code 5 _x3 1+2x3 stale {{…}}+{{…}}x2}. */
final class SampleItems {
    private static final String NUMBER = "(?:(?:\\d[\\d_]*\\.?[\\d_]*|\\.\\d[\\d_]*)(?:[eE][+-]?\\d+)?|(?i:inf|nan)|(?:\\d+(?:ms|[ywdhms]))+)";
    private static final String TIMES = "(?:x(\\d+))?";
    private static final Pattern OMITTED = Pattern.compile("_" + TIMES);
    private static final Pattern STALE = Pattern.compile("stale" + TIMES);
    private static final Pattern FLOATS = Pattern.compile("([+-]?" + NUMBER + ")([+-]" + NUMBER + ")?" + TIMES);
    private static final Pattern HISTOGRAMS =
            Pattern.compile("\\{\\{([^{}]*)}}(?:([+-])\\{\\{([^{}]*)}})?" + TIMES);
    private static final Pattern ITEM = Pattern.compile("\\s*((?:\\{\\{[^{}]*}}|[^\\s{}])+)");

    private final List<Sample> samples = new ArrayList<>();

    private SampleItems() {}

    static List<Sample> parse(String text) {
        var items = new SampleItems();
        Matcher m = ITEM.matcher(text);
        int pos = 0;
        while (m.find(pos) && m.start() == pos) {
            items.item(m.group(1));
            pos = m.end();
        }
        if (!text.substring(pos).isBlank()) {
            throw bad(text.substring(pos));
        }
        return List.copyOf(items.samples);
    }

    private static IllegalArgumentException bad(String item) {
        return new IllegalArgumentException("parse error: unexpected " + Quoting.quote(item.strip()) + " in series values");
    }

    private void item(String item) {
        Matcher m = OMITTED.matcher(item);
        if (m.matches()) {
            repeat(Sample.OMITTED, m.group(1) == null ? 1 : times(m.group(1)));
            return;
        }
        m = STALE.matcher(item);
        if (m.matches()) {
            repeat(Sample.of(StaleMarker.VALUE), m.group(1) == null ? 1 : times(m.group(1)) + 1);
            return;
        }
        m = FLOATS.matcher(item);
        if (m.matches()) {
            floats(item, m);
            return;
        }
        m = HISTOGRAMS.matcher(item);
        if (!m.matches() || m.group(2) != null && m.group(4) == null) {
            throw bad(item);
        }
        histograms(m);
    }

    private static int times(String digits) {
        int n = digits.length() > 7 ? Integer.MAX_VALUE : Integer.parseInt(digits);
        if (n > SeriesDescription.MAX_SAMPLES) {
            throw new IllegalArgumentException("parse error: invalid repetition in series values: " + digits);
        }
        return n;
    }

    private void repeat(Sample sample, int n) {
        if (samples.size() + n > SeriesDescription.MAX_SAMPLES) {
            throw new IllegalArgumentException("parse error: more than " + SeriesDescription.MAX_SAMPLES + " samples");
        }
        for (int i = 0; i < n; i++) {
            samples.add(sample);
        }
    }

    private void floats(String item, Matcher m) {
        if (m.group(2) != null && m.group(3) == null) {
            throw bad(item);
        }
        double value = number(m.group(1));
        double delta = m.group(2) == null ? 0 : number(m.group(2));
        int n = m.group(3) == null ? 0 : times(m.group(3));
        for (int i = 0; i <= n; i++) {
            repeat(Sample.of(value), 1);
            value += m.group(2) == null ? 0 : delta;
        }
    }

    private static double number(String text) {
        char sign = text.charAt(0);
        String body = sign == '-' || sign == '+' ? text.substring(1) : text;
        char last = body.charAt(body.length() - 1);
        boolean isDuration = Character.isLetter(last) && Character.isDigit(body.charAt(0));
        double value = isDuration ? Durations.parseMillis(body) / 1000.0 : NumberText.parse(body);
        return sign == '-' ? -value : value;
    }

    private void histograms(Matcher m) {
        HistogramLiteral first = HistogramLiteral.parse(m.group(1));
        int n = m.group(4) == null ? 0 : times(m.group(4));
        @Nullable HistogramLiteral delta = m.group(3) == null ? null : HistogramLiteral.parse(m.group(3));
        if (delta != null && delta.histogram().schema() < first.histogram().schema()) {
            throw new IllegalArgumentException("parse error: error combining histograms: cannot merge from schema "
                    + delta.histogram().schema() + " to " + first.histogram().schema());
        }
        boolean hintSet = delta == null ? first.resetHintSet() : delta.resetHintSet();
        Histogram h = first.histogram();
        for (int i = 0; i <= n; i++) {
            repeat(new Sample(false, h.sum(), h, hintSet), 1);
            if (delta != null && i < n) {
                h = next(h, delta.histogram(), m.group(2).equals("-"));
            }
        }
    }

    private static Histogram next(Histogram h, Histogram delta, boolean minus) {
        try {
            return minus ? HistogramMath.sub(h, delta) : HistogramMath.add(h, delta);
        } catch (PlumblineException e) {
            throw new IllegalArgumentException("parse error: error combining histograms: " + e.getMessage(), e);
        }
    }
}
