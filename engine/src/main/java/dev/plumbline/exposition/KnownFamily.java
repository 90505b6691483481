package dev.plumbline.exposition;

import dev.plumbline.model.MetricMetadata;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One metric family of a target's last protobuf body, with its metrics in their order. A metric is expected where it stood
 * in the last body; one that stands elsewhere is looked up by the bytes of its labels.
 */
final class KnownFamily {
    private final byte[] head;
    final String name;
    final FamilyType type;
    final MetricMetadata metadata;
    private List<KnownMetric> metrics = new ArrayList<>();
    private List<KnownMetric> next = new ArrayList<>();
    private @Nullable Map<Key, KnownMetric> index;
    private int cursor;
    private boolean open;

    /** The bytes of a metric's labels. */
    private record Key(byte[] bytes) {
        @Override
        public boolean equals(@Nullable Object o) {
            return o instanceof Key k && Arrays.equals(bytes, k.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }

    /** {@code head}: the bytes of name, help, type and unit, by which the family is recognised. */
    KnownFamily(byte[] head, String name, FamilyType type, MetricMetadata metadata) {
        this.head = head;
        this.name = name;
        this.type = type;
        this.metadata = metadata;
    }

    boolean is(byte[] otherHead) {
        return Arrays.equals(head, otherHead);
    }

    /** A new body begins. */
    void begin() {
        open = true;
        cursor = 0;
        next = new ArrayList<>(metrics.size());
    }

    /** Whether the body at hand had it already. */
    boolean isOpen() {
        return open;
    }

    /** The body has ended. */
    void close() {
        open = false;
    }

    /** The metric with these label bytes, if the last body had it. */
    @Nullable KnownMetric find(byte[] body, int from, int to) {
        if (cursor < metrics.size() && metrics.get(cursor).is(body, from, to)) {
            return metrics.get(cursor++);
        }
        if (metrics.isEmpty()) {
            return null;
        }
        if (index == null) {
            index = HashMap.newHashMap(metrics.size());
            for (int i = 0; i < metrics.size(); i++) {
                index.putIfAbsent(new Key(metrics.get(i).labelBytes()), metrics.get(i));
            }
        }
        return index.get(new Key(Arrays.copyOfRange(body, from, to)));
    }

    /** Goes on after a metric that stood elsewhere; the next one is expected where it stood. */
    void seen(KnownMetric metric) {
        next.add(metric);
    }

    /** The body was stored: its metrics are what is expected next. */
    void keep() {
        if (cursor != next.size() || cursor != metrics.size()) {
            index = null;
        }
        metrics = next;
    }
}
