package dev.plumbline.daemon.config.alertmanager;

import dev.plumbline.model.LabelMatcher;
import java.util.List;

/**
 * While an alert fires that matches the source, alerts that match the target are muted if they have the same values of the
 * equal labels; a missing label equals an empty one. An alert that matches both sides is not muted by one that does too.
 */
public record InhibitRule(String name, List<LabelMatcher> source, List<LabelMatcher> target, List<String> equal) {
    public InhibitRule {
        source = List.copyOf(source);
        target = List.copyOf(target);
        equal = List.copyOf(equal);
    }
}
