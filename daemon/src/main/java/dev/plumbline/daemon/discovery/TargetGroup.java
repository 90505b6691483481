package dev.plumbline.daemon.discovery;

import dev.plumbline.model.Labels;
import java.util.List;

/**
 * Targets that share labels. {@code source} tells groups of one discovery apart; each target is a label set that holds
 * at least {@code __address__}; a target's own label wins over one of the group.
 */
public record TargetGroup(String source, List<Labels> targets, Labels labels) {
    public static final String ADDRESS = "__address__";

    public TargetGroup {
        targets = List.copyOf(targets);
    }

    /** A group of addresses. */
    public static TargetGroup of(String source, List<String> addresses, Labels labels) {
        return new TargetGroup(source, addresses.stream().map(a -> Labels.of(ADDRESS, a)).toList(), labels);
    }
}
