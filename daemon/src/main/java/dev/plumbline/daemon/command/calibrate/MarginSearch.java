package dev.plumbline.daemon.command.calibrate;

import dev.plumbline.daemon.command.calibrate.AaPolicy.Compared;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tries margins on the windows until a target is met. It begins with margins that tolerate the differences of whole windows; the policy's
 * judge looks earlier too, and a statistical one wants room beside the difference, so where the target is missed the margins of the metrics
 * that stood in the way become half as large again, a few times. Each try is the real judge's: nothing is assumed about it.
 */
final class MarginSearch {
    private static final int MAX_TRIES = 6;
    private static final double WIDER = 1.5;
    /** Where to begin when a margin of nothing is not enough: this part of the policy's own. */
    private static final double FIRST_PART = 0.25;
    private static final double ROUNDING = 1e-9;
    private final List<Compared> metrics;
    private final Judge judge;

    /** Judges all windows with these margins, by metric; the others stay as they are. */
    interface Judge {
        AaTally with(Map<String, String> margins) throws IOException, InterruptedException;
    }

    /** What is to be reached in the windows together. */
    sealed interface Target {
        boolean isMet(AaTally tally);

        /** How many windows this metric stood in the way of it. */
        int against(AaTally tally, String metric);

        /** At most this share of the windows end in a no-go. */
        record FalseAlarms(double atMost) implements Target {
            @Override
            public boolean isMet(AaTally tally) {
                return tally.noGo() <= atMost * tally.windows() + ROUNDING;
            }

            @Override
            public int against(AaTally tally, String metric) {
                return tally.failed().getOrDefault(metric, 0);
            }
        }

        /** At least this share of the windows end in a go. */
        record Goes(double atLeast) implements Target {
            @Override
            public boolean isMet(AaTally tally) {
                return tally.go() >= atLeast * tally.windows() - ROUNDING;
            }

            @Override
            public int against(AaTally tally, String metric) {
                return tally.failed().getOrDefault(metric, 0) + tally.undecided().getOrDefault(metric, 0);
            }
        }
    }

    /** The margins tried last, as a policy writes them, what they gave, and whether that was enough. */
    record Found(Map<String, String> margins, AaTally tally, boolean met) {}

    MarginSearch(List<Compared> metrics, Judge judge) {
        this.metrics = List.copyOf(metrics);
        this.judge = judge;
    }

    /** @param start margins in base units to begin with, by metric; those that are not finite stay the policy's */
    Found search(Map<String, Double> start, Target target) throws IOException, InterruptedException {
        var amounts = new HashMap<String, Double>();
        start.forEach((name, amount) -> {
            if (Double.isFinite(amount)) {
                amounts.put(name, amount);
            }
        });
        for (int tries = 1;; tries++) {
            Map<String, String> margins = written(amounts);
            AaTally tally = judge.with(margins);
            boolean met = target.isMet(tally);
            if (met || tries == MAX_TRIES || !widen(amounts, tally, target)) {
                return new Found(margins, tally, met);
            }
        }
    }

    private Map<String, String> written(Map<String, Double> amounts) {
        var margins = new HashMap<String, String>();
        for (Compared c : metrics) {
            Double amount = amounts.get(c.name());
            if (amount != null) {
                margins.put(c.name(), c.scale().atLeast(amount));
            }
        }
        return Map.copyOf(margins);
    }

    /** Whether any margin could be made wider. */
    private boolean widen(Map<String, Double> amounts, AaTally tally, Target target) {
        boolean any = false;
        for (Compared c : metrics) {
            double amount = amounts.getOrDefault(c.name(), Double.NaN);
            double wider = amount > 0 ? amount * WIDER : c.margin().amount() * FIRST_PART;
            if (target.against(tally, c.name()) > 0 && wider > amount) {
                amounts.put(c.name(), wider);
                any = true;
            }
        }
        return any;
    }
}
