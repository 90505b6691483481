package dev.plumbline.analysis.calibration;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * Two arms of as many instances each, no instance in both.
 *
 * @param first sorted
 * @param second sorted
 */
public record Arms(List<String> first, List<String> second) {
    public Arms {
        first = first.stream().sorted().toList();
        second = second.stream().sorted().toList();
        if (first.isEmpty() || first.size() != second.size()) {
            throw new IllegalArgumentException("arms of " + first.size() + " and " + second.size() + " instances");
        }
    }

    /**
     * Splits instances at random; of an odd number one stays out. Every split is as likely as any other, and the same generator splits the
     * same instances alike, in whatever order they come. Empty with fewer than two.
     */
    public static Optional<Arms> split(Collection<String> instances, RandomGenerator random) {
        var shuffled = new ArrayList<>(new TreeSet<>(instances));
        int half = shuffled.size() / 2;
        if (half == 0) {
            return Optional.empty();
        }
        for (int i = shuffled.size() - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            String swapped = shuffled.get(i);
            shuffled.set(i, shuffled.get(j));
            shuffled.set(j, swapped);
        }
        return Optional.of(new Arms(shuffled.subList(0, half), shuffled.subList(half, 2 * half)));
    }
}
