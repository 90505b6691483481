package dev.plumbline.daemon.config.alertmanager;

import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A node of the routing tree with everything inherited filled in.
 *
 * @param key the matchers of every node from the root, joined by {@code /}, as Alertmanager prints them; with the group's
 *     labels it is the group key
 * @param labels the route's own labels and those of its parents; values are templates
 * @param groupWaitMillis 0 or more
 * @param groupIntervalMillis 1 or more
 * @param repeatIntervalMillis 1 or more
 */
public record Route(String key, String receiver, Grouping grouping, List<LabelMatcher> matchers, boolean goOn,
        Map<String, String> labels, long groupWaitMillis, long groupIntervalMillis, long repeatIntervalMillis,
        List<String> muteTimeIntervals, List<String> activeTimeIntervals, List<Route> routes) {
    public Route {
        matchers = List.copyOf(matchers);
        labels = Map.copyOf(labels);
        muteTimeIntervals = List.copyOf(muteTimeIntervals);
        activeTimeIntervals = List.copyOf(activeTimeIntervals);
        routes = List.copyOf(routes);
    }

    /** The same node with these children. */
    Route with(List<Route> children) {
        return new Route(key, receiver, grouping, matchers, goOn, labels, groupWaitMillis, groupIntervalMillis,
                repeatIntervalMillis, muteTimeIntervals, activeTimeIntervals, children);
    }

    /** How many nodes the tree has, this one included. */
    public int size() {
        return 1 + routes.stream().mapToInt(Route::size).sum();
    }

    /** What makes a group: these labels, or, with {@code all}, every label of the alert. */
    public record Grouping(List<String> labels, boolean all) {
        public Grouping {
            labels = List.copyOf(labels);
        }
    }

    /** The nodes that an alert reaches, in order; none when this node does not match. */
    public List<Route> match(Labels alert) {
        var found = new ArrayList<Route>();
        collect(alert, found);
        return found;
    }

    private boolean collect(Labels alert, List<Route> found) {
        if (!matchers.stream().allMatch(m -> m.matches(alert))) {
            return false;
        }
        boolean child = false;
        for (Route route : routes) {
            boolean matched = route.collect(alert, found);
            child |= matched;
            if (matched && !route.goOn) {
                break;
            }
        }
        if (!child) {
            found.add(this);
        }
        return true;
    }

    /** The labels that identify an alert's group under this node: those of the grouping that the alert has. */
    public Labels groupLabels(Labels alert) {
        return grouping.all ? alert : alert.keep(grouping.labels);
    }

    /** Alertmanager's text for a group under this node. */
    public String groupKey(Labels groupLabels) {
        return key + ":" + groupLabels;
    }
}
