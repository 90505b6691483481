package dev.plumbline.daemon.kayenta;

import java.util.List;

/**
 * What is judged.
 *
 * @param same names of metrics whose sides were measured by the same query at the same time, so that they can only be equal
 */
record Evidence(List<IdentifiedPair> pairs, List<String> same) {
    Evidence {
        pairs = List.copyOf(pairs);
        same = List.copyOf(same);
    }

    /** Of pairs of which no query is known. */
    static Evidence of(List<IdentifiedPair> pairs) {
        return new Evidence(pairs, List.of());
    }
}
