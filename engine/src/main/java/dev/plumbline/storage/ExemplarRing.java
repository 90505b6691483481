package dev.plumbline.storage;

import dev.plumbline.model.Exemplar;
import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The newest exemplars in a ring of fixed size, linked per series. In memory only: a restart forgets them, as do as many
 * newer ones as the ring has places. An append costs one look-up by labels; a select looks at every series that
 * has an exemplar. Thread-safe.
 */
public final class ExemplarRing implements ExemplarStorage {
    /** Most characters (code points) of an exemplar's label names and values together. */
    public static final int MAX_LABEL_CHARS = 128;

    private final Map<Labels, Line> lines = new HashMap<>();
    private @Nullable Place[] ring;
    private int next;
    private long appended;

    /** An exemplar in the ring; {@code later} is the next one of the same series. */
    private static final class Place {
        final Line line;
        final Exemplar exemplar;
        @Nullable Place later;

        Place(Line line, Exemplar exemplar) {
            this.line = line;
            this.exemplar = exemplar;
        }
    }

    /** The exemplars of one series; there is at least one. */
    private static final class Line {
        final Labels series;
        @Nullable Place oldest;
        @Nullable Place newest;

        Line(Labels series) {
            this.series = series;
        }
    }

    /** A ring of {@code capacity} places; 0 turns the storage off. */
    public ExemplarRing(int capacity) {
        ring = places(capacity);
    }

    private static @Nullable Place[] places(int capacity) {
        if (capacity < 0) {
            throw new IllegalArgumentException("capacity must be 0 or more, not " + capacity);
        }
        return new @Nullable Place[capacity];
    }

    /**
     * {@inheritDoc} Within one series exemplars ascend by time, then value, then labels; one that is before the newest is
     * out of order.
     */
    @Override
    public synchronized Optional<Rejection> append(Labels series, Exemplar exemplar) {
        if (ring.length == 0) {
            return Optional.of(new Rejection.Invalid(series, "exemplars are not kept (their storage has no room)"));
        }
        int chars = characters(exemplar.labels());
        if (chars > MAX_LABEL_CHARS) {
            return Optional.of(new Rejection.Invalid(series,
                    "exemplar with labels of " + chars + " characters; at most " + MAX_LABEL_CHARS));
        }
        Line line = lines.get(series);
        Place newest = line == null ? null : line.newest;
        if (newest != null) {
            int order = compare(exemplar, newest.exemplar);
            if (order <= 0) {
                return order == 0 ? Optional.empty()
                        : Optional.of(new Rejection.OutOfOrder(series, exemplar.timeMillis(), newest.exemplar.timeMillis()));
            }
        }
        put(series, exemplar);
        appended++;
        return Optional.empty();
    }

    /** By time, then value, then labels. */
    private static int compare(Exemplar a, Exemplar b) {
        int byTime = Long.compare(a.timeMillis(), b.timeMillis());
        int byValue = Double.compare(a.value(), b.value());
        return byTime != 0 ? byTime : byValue != 0 ? byValue : a.labels().compareTo(b.labels());
    }

    private static int characters(Labels labels) {
        int sum = 0;
        for (int i = 0; i < labels.size(); i++) {
            String name = labels.name(i);
            String value = labels.value(i);
            sum += name.codePointCount(0, name.length()) + value.codePointCount(0, value.length());
        }
        return sum;
    }

    private void put(Labels series, Exemplar exemplar) {
        evict(ring[next]); // first: it may be the last one of this very series
        Line line = lines.computeIfAbsent(series, Line::new);
        var place = new Place(line, exemplar);
        if (line.newest == null) {
            line.oldest = place;
        } else {
            line.newest.later = place;
        }
        line.newest = place;
        ring[next] = place;
        next = (next + 1) % ring.length;
    }

    private void evict(@Nullable Place place) {
        if (place == null) {
            return;
        }
        Line line = place.line;
        line.oldest = place.later;
        if (place.later == null) {
            lines.remove(line.series);
        }
    }

    @Override
    public synchronized List<SeriesExemplars> select(long minMillis, long maxMillis, List<List<LabelMatcher>> selectors) {
        var found = new TreeMap<Labels, SeriesExemplars>();
        for (Line line : lines.values()) {
            if (selectors.stream().anyMatch(s -> s.stream().allMatch(m -> m.matches(line.series)))) {
                List<Exemplar> within = within(line, minMillis, maxMillis);
                if (!within.isEmpty()) {
                    found.put(line.series, new SeriesExemplars(line.series, within));
                }
            }
        }
        return List.copyOf(found.values());
    }

    private static List<Exemplar> within(Line line, long minMillis, long maxMillis) {
        var within = new ArrayList<Exemplar>();
        for (Place place = line.oldest; place != null && place.exemplar.timeMillis() <= maxMillis; place = place.later) {
            if (place.exemplar.timeMillis() >= minMillis) {
                within.add(place.exemplar);
            }
        }
        return within;
    }

    /** Changes the number of places; the newest exemplars that fit stay. */
    public synchronized void resize(int capacity) {
        if (capacity == ring.length) {
            return;
        }
        @Nullable Place[] before = ring;
        int from = next;
        ring = places(capacity);
        next = 0;
        lines.clear();
        for (int i = 0; i < before.length && capacity > 0; i++) {
            Place place = before[(from + i) % before.length];
            if (place != null) {
                put(place.line.series, place.exemplar);
            }
        }
    }

    /** Places in all. */
    public synchronized int capacity() {
        return ring.length;
    }

    /** Exemplars that are kept now. */
    public synchronized int size() {
        return ring.length == 0 ? 0 : ring[next] != null ? ring.length : next;
    }

    /** Series that have an exemplar now. */
    public synchronized int series() {
        return lines.size();
    }

    /** Exemplars taken since the start. */
    public synchronized long appended() {
        return appended;
    }
}
