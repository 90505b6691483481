package dev.plumbline.testkit.script;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Labels;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One line of a load or of an expectation: a label set and a sample per interval.
 *
 * @param startOffsets since when each sample's counter counts, in ms relative to the sample's time, empty where that is not
 *     known; no elements: it is known of none
 */
public record SeriesDescription(Labels labels, List<Sample> samples, List<OptionalLong> startOffsets) {
    /** More samples than this in a line are refused. */
    public static final int MAX_SAMPLES = 1_000_000;

    public SeriesDescription {
        samples = List.copyOf(samples);
        startOffsets = List.copyOf(startOffsets);
    }

    /** Without start times. */
    public SeriesDescription(Labels labels, List<Sample> samples) {
        this(labels, samples, List.of());
    }

    /** The start of the i-th sample, which lies at this time: ms since the epoch, 0 where it is not known. */
    long startMillis(int i, long timeMillis) {
        OptionalLong offset = i < startOffsets.size() ? startOffsets.get(i) : OptionalLong.empty();
        return offset.isPresent() ? timeMillis + offset.getAsLong() : 0;
    }

    /**
     * A sample.
     *
     * @param omitted no sample at this place
     * @param histogram null: the float {@code value}
     * @param resetHintSet whether the text gives a counter reset hint, so that an expectation compares it
     */
    public record Sample(boolean omitted, double value, @Nullable Histogram histogram, boolean resetHintSet) {
        static final Sample OMITTED = new Sample(true, 0, null, false);

        static Sample of(double value) {
            return new Sample(false, value, null, false);
        }
    }

    /**
     * Reads a line such as {@code http_requests{job="a"} 0+10x5 _ {{schema:1 count:2}}}.
     *
     * @throws IllegalArgumentException with {@code parse error: …} when it is none
     */
    public static SeriesDescription parse(String line) {
        var reader = new SeriesLabelsReader(line);
        Labels labels = reader.read();
        return new SeriesDescription(labels, SampleItems.parse(line.substring(reader.position())));
    }
}
