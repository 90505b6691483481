package dev.plumbline.prometheusdata;

import dev.plumbline.model.Labels;

/** Makes labels of names and values as Prometheus stored them, which should be ascending by name. */
final class LabelPairs {
    private LabelPairs() {}

    /** @throws Damage when there is no label, or a name is empty or there twice */
    static Labels of(String[] pairs) {
        boolean plain = true;
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i].isEmpty()) {
                throw new Damage("a series with a label without name");
            }
            plain &= !pairs[i + 1].isEmpty() && (i == 0 || pairs[i - 2].compareTo(pairs[i]) < 0);
        }
        Labels labels = plain ? Labels.ofSorted(pairs) : sorted(pairs);
        if (labels.isEmpty()) {
            throw new Damage("a series without labels");
        }
        return labels;
    }

    private static Labels sorted(String[] pairs) {
        try {
            return Labels.of(pairs);
        } catch (IllegalArgumentException e) {
            throw new Damage("a series of which a " + e.getMessage());
        }
    }
}
