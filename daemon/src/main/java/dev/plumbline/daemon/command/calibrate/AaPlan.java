package dev.plumbline.daemon.command.calibrate;

import dev.plumbline.analysis.Window;
import dev.plumbline.analysis.calibration.Arms;
import dev.plumbline.model.PlumblineException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Which windows are judged, and who stands in which arm in each.
 *
 * @param label by which instances are told apart
 * @param skipped windows with fewer than two instances
 */
record AaPlan(String label, List<AaWindow> windows, int skipped) {

    /** One window and its arms. */
    record AaWindow(Window window, Arms arms) {}

    AaPlan {
        windows = List.copyOf(windows);
    }

    /**
     * Splits the instances of every window anew, by the first of the labels that any of the series have.
     *
     * @throws PlumblineException of kind USER when there are nowhere two instances
     */
    static AaPlan find(Instances instances, List<String> labels, List<Window> windows, RandomGenerator random) throws IOException {
        for (String label : labels) {
            List<Set<String>> found = instances.throughout(label, windows);
            int most = found.stream().mapToInt(Set::size).max().orElse(0);
            if (most == 1) {
                throw onlyOne(instances, label, found);
            }
            if (most > 1) {
                return split(label, windows, found, random);
            }
        }
        throw PlumblineException.user("no series of " + instances.selector() + " with a label " + String.join(" or ", labels) + " lasts through any of the "
                + windows.size() + " windows; check service, version and --over, or name another label with --by");
    }

    private static AaPlan split(String label, List<Window> windows, List<Set<String>> found, RandomGenerator random) {
        var chosen = new ArrayList<AaWindow>();
        for (int i = 0; i < windows.size(); i++) {
            Window window = windows.get(i);
            Arms.split(found.get(i), random).ifPresent(arms -> chosen.add(new AaWindow(window, arms)));
        }
        return new AaPlan(label, chosen, windows.size() - chosen.size());
    }

    private static PlumblineException onlyOne(Instances instances, String label, List<Set<String>> found) {
        String one = found.stream().flatMap(Set::stream).findFirst().orElse("");
        return PlumblineException.user("there is never more than one " + label + " with series of " + instances.selector() + " (" + one + "): an A/A run needs "
                + "two at the same time, so run at least two instances of the version, or name with --by a label that tells them apart. "
                + "One instance against itself at another time is not the same: traffic and load change with the hour, and a release is "
                + "compared with what runs beside it");
    }

    /** Fewest and most instances in an arm. */
    String sizes() {
        int least = windows.stream().mapToInt(w -> w.arms().first().size()).min().orElse(0);
        int most = windows.stream().mapToInt(w -> w.arms().first().size()).max().orElse(0);
        return least == most ? "" + least : least + " to " + most;
    }
}
