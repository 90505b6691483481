package dev.plumbline.testkit.script;

import dev.plumbline.model.Quoting;
import dev.plumbline.promql.parser.Durations;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Start times of the samples of a line, as a line before it gives them: {@code metric{a="b"}@st -1m _x2 -30s-1mx3}. Each is
 * a signed duration relative to its own sample's time.
 */
final class StartOffsets {
    private static final String DURATION = "([+-]?)(\\d+[a-zA-Z&&[^x]]*)";
    private static final Pattern OMITTED = Pattern.compile("_(?:x(\\d{1,7}))?");
    private static final Pattern ITEM = Pattern.compile(DURATION + "(?:(?:([+-])" + DURATION + ")?x(\\d{1,7}))?");

    private StartOffsets() {}

    /** Whether a line of a load gives start times: its first word ends in {@code @st}. */
    static boolean areIn(String line) {
        return line.split("\\s+", 2)[0].endsWith("@st");
    }

    /** The line's series without values. */
    static SeriesDescription series(String line) {
        return SeriesDescription.parse(line.substring(0, line.indexOf("@st")) + " _");
    }

    /**
     * The line's offsets in milliseconds, empty where one is omitted.
     *
     * @throws IllegalArgumentException when an item is none
     */
    static List<OptionalLong> parse(String line) {
        var offsets = new ArrayList<OptionalLong>();
        String[] words = line.strip().split("\\s+");
        for (int i = 1; i < words.length; i++) {
            item(words[i], offsets);
        }
        return offsets;
    }

    private static void item(String item, List<OptionalLong> offsets) {
        Matcher m = OMITTED.matcher(item);
        if (m.matches()) {
            add(offsets, OptionalLong.empty(), m.group(1) == null ? 1 : Integer.parseInt(m.group(1)));
            return;
        }
        m = ITEM.matcher(item);
        if (!m.matches()) {
            throw new IllegalArgumentException("invalid start time " + Quoting.quote(item)
                    + ", expected _, _xN, a duration such as -1m, -1mxN or -30s-1mxN");
        }
        long offset = millis(m.group(1), m.group(2));
        long delta = m.group(3) == null ? 0 : (m.group(3).equals("-") ? -1 : 1) * millis(m.group(4), m.group(5));
        int times = m.group(6) == null ? 0 : Integer.parseInt(m.group(6));
        for (int i = 0; i <= times; i++) {
            add(offsets, OptionalLong.of(offset), 1);
            offset += delta;
        }
    }

    private static void add(List<OptionalLong> offsets, OptionalLong offset, int times) {
        if (offsets.size() + times > SeriesDescription.MAX_SAMPLES) {
            throw new IllegalArgumentException("more than " + SeriesDescription.MAX_SAMPLES + " start times");
        }
        for (int i = 0; i < times; i++) {
            offsets.add(offset);
        }
    }

    private static long millis(String sign, String duration) {
        long millis = Durations.parseMillis(duration);
        return sign.equals("-") ? -millis : millis;
    }
}
