package dev.plumbline.daemon.config.canary;

import dev.plumbline.analysis.Verdict;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A policy's {@code rollout} and {@code on}.
 *
 * @param target what is acted on, null where the policy names none; then every action is {@link RolloutAction#NONE}
 */
public record Reactions(@Nullable RolloutTarget target, Reaction go, Reaction noGo, Reaction inconclusive) {
    /** The daemon only answers. */
    public static final Reactions NONE = new Reactions(null, Reaction.NOTHING, Reaction.NOTHING, Reaction.NOTHING);

    /** What follows a verdict; nothing follows one that is not final. */
    public Reaction to(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Go g -> go;
            case Verdict.NoGo n -> noGo;
            case Verdict.Inconclusive i -> inconclusive;
            case Verdict.Pending p -> Reaction.NOTHING;
        };
    }

    /** The names of all receivers, each once. */
    public List<String> receivers() {
        return Stream.of(go, noGo, inconclusive).flatMap(r -> r.receivers().stream()).distinct().sorted().toList();
    }
}
