package dev.plumbline.daemon.config.yaml;

import dev.plumbline.daemon.config.yaml.Problem.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong in one or more files; at most 1,000 problems, the rest is only counted. Not thread-safe. */
public final class Problems {
    private static final int MAX = 1_000;
    private final Set<Problem> found = new LinkedHashSet<>();
    private final @Nullable Problems whole;
    private final String prefix;
    private int dropped;
    private boolean fatal;

    public Problems() {
        this(null, "");
    }

    private Problems(@Nullable Problems whole, String prefix) {
        this.whole = whole;
        this.prefix = prefix;
    }

    /** A way to report to this collection in which every message begins with {@code prefix}. It is only for reporting. */
    public Problems within(String prefix) {
        return new Problems(this, prefix);
    }

    public void error(Position at, String message) {
        add(new Problem(at, Severity.ERROR, message));
    }

    /** Names a feature that is valid but not there yet. */
    public void notYet(Position at, String what) {
        add(new Problem(at, Severity.NOT_YET, what + " is not there yet in this version; leave it out"));
    }

    public void warning(Position at, String message) {
        add(new Problem(at, Severity.WARNING, message));
    }

    private void add(Problem problem) {
        if (whole != null) {
            whole.add(new Problem(problem.at(), problem.severity(), prefix + problem.message()));
            return;
        }
        fatal |= problem.severity() != Severity.WARNING;
        if (found.size() < MAX) {
            found.add(problem);
        } else {
            dropped++;
        }
    }

    /** Whether anything but warnings was found. */
    public boolean isFatal() {
        return fatal;
    }

    /** Everything of the given severities, by file, line and column. */
    public List<Problem> sorted(Severity... severities) {
        Set<Severity> wanted = Set.of(severities);
        return found.stream().filter(p -> wanted.contains(p.severity()))
                .sorted(Comparator.comparing(Problem::at)).toList();
    }

    /** Errors and what is not there yet, by file, line and column. */
    public List<Problem> fatal() {
        return sorted(Severity.ERROR, Severity.NOT_YET);
    }

    public List<Problem> warnings() {
        return sorted(Severity.WARNING);
    }

    /** One line for each problem, warnings included, sorted; ends without a newline. */
    @Override
    public String toString() {
        var all = new ArrayList<>(sorted(Severity.values()).stream().map(Problem::toString).toList());
        if (dropped > 0) {
            all.add("… and " + dropped + " more problems");
        }
        return all.stream().collect(Collectors.joining("\n"));
    }
}
