package dev.plumbline.daemon.rollouts;

import dev.plumbline.daemon.config.canary.PolicyDefinition;
import dev.plumbline.daemon.config.canary.StageDefinition;
import java.util.Comparator;
import java.util.Optional;

/** Which stage of a policy a Rollout is at. A pure function. */
final class StageChoice {
    /** The stage of a blue-green Rollout before the switch. */
    static final String PRE = "pre";
    /** The one after it. */
    static final String POST = "post";

    private StageChoice() {}

    /**
     * The stage to ask for; empty when there is none, or not yet. A canary is at the stage of its weight, else at that of the greatest
     * weight below it. Blue-green is at {@value #PRE} or {@value #POST}; under a policy that has neither it is at the first stage until
     * it is promoted, so that it is asked for once.
     */
    static Optional<StageDefinition> of(Traffic traffic, PolicyDefinition policy) {
        return switch (traffic) {
            case Traffic.Share share -> byWeight(share.percent(), policy);
            case Traffic.Unweighted u -> policy.stages().stream().filter(s -> !isBlueGreen(s)).findFirst();
            case Traffic.Preview p -> blueGreen(PRE, policy);
            case Traffic.Active a -> blueGreen(POST, policy);
            case Traffic.NotYet n -> Optional.empty();
        };
    }

    private static Optional<StageDefinition> byWeight(int percent, PolicyDefinition policy) {
        return policy.stages().stream().filter(s -> !isBlueGreen(s) && s.weight() <= percent)
                .max(Comparator.comparingInt(StageDefinition::weight)); // of equals, the first
    }

    private static Optional<StageDefinition> blueGreen(String name, PolicyDefinition policy) {
        boolean named = policy.stages().stream().anyMatch(StageChoice::isBlueGreen);
        return named ? policy.stage(name) : policy.stage("");
    }

    private static boolean isBlueGreen(StageDefinition stage) {
        return stage.name().equals(PRE) || stage.name().equals(POST);
    }
}
