package dev.plumbline.daemon.collectors.remotewrite;

import dev.plumbline.model.Labels;
import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** Collects names and values in any order and makes a series' labels of them, or says why not. Reused; not thread-safe. */
final class LabelSet {
    private static final int CROWD = 128;
    private @Nullable String[] pairs = new String[32];
    private int length;
    private boolean broken;

    void clear() {
        length = 0;
        broken = false;
    }

    /** Adds a label; null stands for what is not valid UTF-8. */
    void add(@Nullable String name, @Nullable String value) {
        RequestBounds.check(length / 2, RequestBounds.LABELS, "labels of a series");
        if (length == pairs.length) {
            pairs = Arrays.copyOf(pairs, length * 2);
        }
        broken |= name == null || value == null;
        pairs[length++] = name == null ? "" : name;
        pairs[length++] = value == null ? "" : value;
    }

    /** Why this cannot be a series' labels, in one line; null when it can. Sorts. */
    @Nullable String problem() {
        sort();
        if (broken) {
            return "invalid metric name or labels, got one that is not valid UTF-8 in " + text();
        }
        boolean named = false;
        for (int i = 0; i < length; i += 2) {
            String name = at(i);
            if (i > 0 && name.equals(at(i - 2))) {
                return "invalid labels for series, labels " + text() + ", duplicated label " + name;
            }
            if (name.isEmpty()) {
                return "invalid metric name or labels, got " + text();
            }
            named |= name.equals(Labels.METRIC_NAME) && !at(i + 1).isEmpty();
        }
        return named ? null : "invalid metric name or labels, got " + text();
    }

    /** What was added as labels, once {@link #problem} found nothing; empty values mean that a label is absent. */
    Labels labels() {
        var sorted = new String[length];
        int n = 0;
        for (int i = 0; i < length; i += 2) {
            if (!at(i + 1).isEmpty()) {
                sorted[n++] = at(i);
                sorted[n++] = at(i + 1);
            }
        }
        return Labels.ofSorted(n == length ? sorted : Arrays.copyOf(sorted, n));
    }

    /** What was added as labels of an exemplar, which need no name; null when they cannot be. */
    @Nullable Labels anyLabels() {
        sort();
        for (int i = 0; i < length; i += 2) {
            if (at(i).isEmpty() || i > 0 && at(i).equals(at(i - 2))) {
                return null;
            }
        }
        return broken ? null : labels();
    }

    private String at(int i) {
        String text = pairs[i];
        return text == null ? "" : text;
    }

    /** By insertion, since senders send them sorted; a crowd by what bounds the time. */
    private void sort() {
        if (length > CROWD) {
            sortCrowd();
            return;
        }
        for (int i = 2; i < length; i += 2) {
            for (int j = i; j > 0 && at(j - 2).compareTo(at(j)) > 0; j -= 2) {
                swap(j - 2, j);
                swap(j - 1, j + 1);
            }
        }
    }

    private void sortCrowd() {
        var labels = new String[length / 2][];
        for (int i = 0; i < length; i += 2) {
            labels[i / 2] = new String[] {at(i), at(i + 1)};
        }
        Arrays.sort(labels, Comparator.comparing(label -> label[0]));
        for (int i = 0; i < length; i++) {
            pairs[i] = labels[i / 2][i % 2];
        }
    }

    private void swap(int a, int b) {
        String kept = pairs[a];
        pairs[a] = pairs[b];
        pairs[b] = kept;
    }

    private String text() {
        var text = new StringBuilder("{");
        for (int i = 0; i < length && text.length() < 500; i += 2) {
            text.append(i == 0 ? "" : ", ").append(at(i)).append("=\"").append(at(i + 1)).append('"');
        }
        return text.append('}').toString();
    }
}
