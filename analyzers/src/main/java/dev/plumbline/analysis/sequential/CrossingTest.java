package dev.plumbline.analysis.sequential;

/**
 * Group-sequential test of whether one arm has more than its share of the events. Given how many events both arms have in each
 * interval, their split is binomial (beta-binomial with over-dispersion) if the arms are equally good, whatever their common
 * rate is. So the distribution of the running count is known, and the boundary is put where the probability of crossing it, now
 * and for the first time, uses up just what {@link AlphaSpending} allows until now. What counts in whole numbers leave over is
 * used later.
 *
 * <p>The distribution is kept on at most {@value #MAX_CELLS} cells. While a cell is one count it is exact; wider cells take a count
 * in between to both neighbours, which keeps the mean and widens it a little, to the safe side. Each interval costs one convolution,
 * some hundred thousand multiplications at most.
 *
 * <p>Sources: K. K. G. Lan, D. L. DeMets, Discrete sequential boundaries for clinical trials, Biometrika 70 (1983); P. Armitage,
 * C. K. McPherson, B. C. Rowe, Repeated significance tests on accumulating data, JRSS A 132 (1969).
 */
final class CrossingTest {
    static final int MAX_CELLS = 512;
    private static final double NEGLIGIBLE = 1e-16;
    private final double alpha;
    private final AlphaSpending spending;

    /** @param alpha the greatest probability of a false alarm, above 0 and below 1 */
    CrossingTest(double alpha, AlphaSpending spending) {
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha is above 0 and below 1, got " + alpha);
        }
        this.alpha = alpha;
        this.spending = spending;
    }

    /**
     * What one interval adds.
     *
     * @param events of the tested arm
     * @param all of both arms, at least {@code events}
     * @param mean of the tested arm's events at the hypothesis' edge, above 0
     * @param other mean of the other arm's, above 0
     * @param shape of the gamma factors by which the arms vary; infinite without over-dispersion
     * @param elapsed the part of the whole time that is over after it, 0 to 1
     */
    record Look(long events, long all, double mean, double other, double shape, double elapsed) {

        /** The other arm's, at the same edge of the hypothesis. */
        Look ofOther() {
            return new Look(all - events, all, other, mean, shape, elapsed);
        }
    }

    CrossingState next(CrossingState before, Look look) {
        if (before.crossed()) {
            return before;
        }
        double observed = before.observed() + look.events();
        var lattice = look.all() == 0 ? new Lattice(before.lowest(), before.width(), before.cells().clone())
                : convolve(before, ShareDistribution.of(look.all(), look.mean(), look.other(), look.shape()));
        double allowed = alpha * spending.spent(look.elapsed()) - before.spent();
        int boundary = lattice.boundary(allowed);
        double used = lattice.cut(boundary);
        return lattice.state(observed, before.spent() + used, lattice.lowest + boundary * lattice.width);
    }

    private static Lattice convolve(CrossingState before, ShareDistribution step) {
        double width = before.width();
        double[] cells = before.cells();
        double span = (cells.length - 1) * width + (step.mass.length - 1) * (double) step.stride;
        while (span / width + 2 > MAX_CELLS) {
            cells = halved(cells);
            width *= 2;
        }
        double base = Math.floor(step.first / width);
        var moves = new double[(int) Math.ceil((step.first + (step.mass.length - 1) * (double) step.stride) / width - base) + 2];
        for (int i = 0; i < step.mass.length; i++) {
            double at = (step.first + i * (double) step.stride) / width - base;
            int cell = (int) at;
            double beyond = at - cell;
            moves[cell] += step.mass[i] * (1 - beyond);
            moves[cell + 1] += step.mass[i] * beyond;
        }
        var sum = new double[cells.length + moves.length - 1];
        for (int m = 0; m < moves.length; m++) {
            if (moves[m] > 0) {
                for (int c = 0; c < cells.length; c++) {
                    sum[c + m] += moves[m] * cells[c];
                }
            }
        }
        return new Lattice(before.lowest() + base * width, width, sum);
    }

    /** On cells of twice the width: every second cell gives half of its mass to each neighbour. */
    private static double[] halved(double[] cells) {
        var half = new double[cells.length / 2 + 1];
        for (int i = 0; i < cells.length; i++) {
            if (i % 2 == 0) {
                half[i / 2] += cells[i];
            } else {
                half[i / 2] += cells[i] / 2;
                half[i / 2 + 1] += cells[i] / 2;
            }
        }
        return half;
    }

    private static final class Lattice {
        private final double lowest;
        private final double width;
        private final double[] mass;

        Lattice(double lowest, double width, double[] mass) {
            this.lowest = lowest;
            this.width = width;
            this.mass = mass;
        }

        /** The first cell from which on the mass is at most {@code allowed}. */
        int boundary(double allowed) {
            double tail = 0;
            int i = mass.length;
            while (i > 0 && tail + mass[i - 1] <= allowed) {
                tail += mass[--i];
            }
            return i;
        }

        double cut(int boundary) {
            double tail = 0;
            for (int i = boundary; i < mass.length; i++) {
                tail += mass[i];
                mass[i] = 0;
            }
            return tail;
        }

        CrossingState state(double observed, double spent, double boundary) {
            int from = 0;
            int to = mass.length;
            while (to - from > 1 && mass[to - 1] < NEGLIGIBLE) {
                to--;
            }
            while (to - from > 1 && mass[from] < NEGLIGIBLE) {
                from++;
            }
            return new CrossingState(observed, spent, lowest + from * width, width, java.util.Arrays.copyOfRange(mass, from, to), boundary,
                    observed >= boundary);
        }
    }
}
