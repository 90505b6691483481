package dev.plumbline.daemon.alerting;

import dev.plumbline.model.Labels;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.rules.RuleAlert;
import dev.plumbline.time.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** The truth about a handful of alerts, and the rules that tell it: what changed at once, the rest each minute. */
final class SimulatedRules {
    private static final long RESEND_NANOS = 60_000_000_000L;
    private static final long RETELL_RESOLVED_NANOS = 900_000_000_000L;
    private static final long BELIEF_MILLIS = 240_000;

    final List<Truth> truths = new ArrayList<>();
    private final VirtualTime time;

    /** One alert as it really is. Times named nanos are monotonic. */
    static final class Truth {
        final Labels labels;
        final String fingerprint;
        boolean firing;
        boolean everFired;
        long changedNanos;
        long startsAtMillis;
        long endsAtMillis;
        long toldNanos = Long.MIN_VALUE;
        /** For how many seconds it has fired, told and unmuted, over a disk that works. */
        int soundSeconds;

        Truth(Labels labels) {
            this.labels = labels;
            this.fingerprint = Fingerprint.of(labels);
        }
    }

    SimulatedRules(VirtualTime time) {
        this.time = time;
        for (String name : List.of("A", "B", "C")) {
            for (String team : List.of("x", "y")) {
                for (String instance : List.of("1", "2")) {
                    truths.add(new Truth(Labels.of("alertname", name, "team", team, "instance", instance)));
                }
            }
        }
    }

    void toggle(Random random) {
        Truth truth = truths.get(random.nextInt(truths.size()));
        truth.firing = !truth.firing;
        truth.everFired = true;
        truth.changedNanos = time.monotonicNanos();
        truth.soundSeconds = 0;
        truth.toldNanos = Long.MIN_VALUE;
        if (truth.firing) {
            truth.startsAtMillis = time.wallMillis();
        } else {
            truth.endsAtMillis = time.wallMillis();
        }
    }

    /** Whether a source mutes it: C mutes A of the same team. */
    boolean muted(Truth target) {
        return target.labels.get("alertname").equals("A") && truths.stream().anyMatch(t -> t.firing
                && t.labels.get("alertname").equals("C") && t.labels.get("team").equals(target.labels.get("team")));
    }

    /** Evaluates one group for each name. */
    void evaluate(Alerting alerting) {
        for (String name : List.of("A", "B", "C")) {
            List<Truth> due = truths.stream().filter(t -> t.labels.get("alertname").equals(name) && isDue(t)).toList();
            try {
                alerting.accept(due.stream().map(this::told).toList());
                due.forEach(t -> t.toldNanos = time.monotonicNanos());
            } catch (PlumblineException e) {
                Objects.requireNonNull(e.getMessage()); // told again at the next evaluation
            }
        }
    }

    private boolean isDue(Truth truth) {
        long now = time.monotonicNanos();
        boolean over = !truth.firing && now - truth.changedNanos > RETELL_RESOLVED_NANOS;
        return truth.everFired && !over && (truth.toldNanos == Long.MIN_VALUE || now - truth.toldNanos >= RESEND_NANOS);
    }

    private RuleAlert told(Truth truth) {
        long end = truth.firing ? time.wallMillis() + BELIEF_MILLIS : truth.endsAtMillis;
        return new RuleAlert(truth.labels, Labels.of("summary", "s"), truth.startsAtMillis, end, !truth.firing, "http://g");
    }
}
