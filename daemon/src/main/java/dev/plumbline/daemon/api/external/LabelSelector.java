package dev.plumbline.daemon.api.external;

import dev.plumbline.model.Labels;
import dev.plumbline.model.PlumblineException;
import java.util.List;

/**
 * A label selector as Kubernetes writes it: requirements separated by commas, of which all must hold. {@code key}, {@code !key},
 * {@code key=value}, {@code key==value}, {@code key!=value}, {@code key in (a,b)}, {@code key notin (a,b)}; the empty one matches all.
 * Looser in values: whatever is none of {@code = ! ( ) , < >} and no white space, since versions may have a {@code +}.
 *
 * <p>Source: Kubernetes, "Labels and Selectors", and the grammar in {@code k8s.io/apimachinery/pkg/labels}.
 */
record LabelSelector(List<Requirement> requirements) {
    /** Longest that is read, in characters. */
    static final int MAX_LENGTH = 4_096;

    LabelSelector {
        requirements = List.copyOf(requirements);
    }

    /** @throws PlumblineException of kind USER that says where the text is wrong and what would be right */
    static LabelSelector parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw PlumblineException.user("labelSelector has " + text.length() + " characters, at most " + MAX_LENGTH + " are read");
        }
        return new LabelSelector(new SelectorParser(text).all());
    }

    boolean matches(Labels labels) {
        return requirements.stream().allMatch(r -> r.matches(labels.has(r.key()), labels.get(r.key())));
    }
}
