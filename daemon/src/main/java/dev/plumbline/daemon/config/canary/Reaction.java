package dev.plumbline.daemon.config.canary;

import java.util.List;

/** What follows a verdict: what is done to the rollout, and who is told (names of receivers, in order). */
public record Reaction(RolloutAction rollout, List<String> receivers) {
    /** Nothing is done and nobody is told. */
    public static final Reaction NOTHING = new Reaction(RolloutAction.NONE, List.of());

    public Reaction {
        receivers = List.copyOf(receivers);
    }
}
