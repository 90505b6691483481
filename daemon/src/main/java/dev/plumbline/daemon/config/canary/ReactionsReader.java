package dev.plumbline.daemon.config.canary;

import dev.plumbline.daemon.config.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a policy's {@code rollout} and {@code on}. Used once. */
final class ReactionsReader {
    private static final int MAX_RECEIVERS = 20;
    private final Fields policy;
    private final Notes notes;

    ReactionsReader(Fields policy, Notes notes) {
        this.policy = policy;
        this.notes = notes;
    }

    Reactions read() {
        @Nullable RolloutTarget target = target();
        Optional<Fields> on = policy.node("on").flatMap(n -> Fields.of("on", n, Set.of("go", "no_go", "inconclusive"), notes));
        return on.map(f -> new Reactions(target, reaction(f, "go", target), reaction(f, "no_go", target), reaction(f, "inconclusive", target)))
                .orElse(new Reactions(target, Reaction.NOTHING, Reaction.NOTHING, Reaction.NOTHING));
    }

    private @Nullable RolloutTarget target() {
        Optional<Fields> rollout = policy.node("rollout").flatMap(n -> Fields.of("rollout", n, Set.of("kind", "namespace", "name"), notes));
        if (rollout.isEmpty()) {
            return null;
        }
        String kind = rollout.get().required("kind").orElse(RolloutTarget.ARGO);
        if (!kind.equals(RolloutTarget.ARGO) && !kind.equals(RolloutTarget.OPENKRUISE)) {
            rollout.get().problem("kind", "kind is \"" + kind + "\", must be argo or openkruise; Flagger asks /flagger/gate by itself");
            kind = RolloutTarget.ARGO;
        }
        return new RolloutTarget(kind, rollout.get().text("namespace").orElse(""), rollout.get().text("name").orElse(""));
    }

    private Reaction reaction(Fields on, String verdict, @Nullable RolloutTarget target) {
        return on.node(verdict).flatMap(n -> Fields.of(verdict, n, Set.of("rollout", "notify"), notes))
                .map(f -> new Reaction(action(f, verdict, target), receivers(f))).orElse(Reaction.NOTHING);
    }

    private RolloutAction action(Fields f, String verdict, @Nullable RolloutTarget target) {
        Optional<String> word = f.text("rollout");
        if (word.isEmpty()) {
            return RolloutAction.NONE;
        }
        Optional<RolloutAction> action = RolloutAction.of(word.get());
        if (action.isEmpty()) {
            f.problem("rollout", "rollout is \"" + word.get() + "\", must be one of " + RolloutAction.words());
            return RolloutAction.NONE;
        }
        if (!policy.has("rollout")) {
            f.problem("rollout", "the policy says what to do to a rollout but not to which; add rollout: {kind: argo, namespace: …, name: …}");
        }
        boolean promotes = action.get() == RolloutAction.PROMOTE || action.get() == RolloutAction.PROMOTE_FULL;
        if (promotes && !verdict.equals("go")) {
            f.problem("rollout", "a rollout is promoted on go only, not on " + verdict);
        }
        if (target != null && !target.knows(action.get())) {
            f.problem("rollout", "a Rollout of OpenKruise knows promote and pause; it goes back when its workload's template does");
        }
        return action.get();
    }

    private List<String> receivers(Fields f) {
        Optional<YamlNode> node = f.node("notify");
        if (node.isEmpty()) {
            return List.of();
        }
        if (!(node.get() instanceof YamlNode.Sequence list) || list.items().size() > MAX_RECEIVERS) {
            f.problem("notify", "notify must be a list of at most " + MAX_RECEIVERS + " names of receivers");
            return List.of();
        }
        var names = new ArrayList<String>();
        for (YamlNode item : list.items()) {
            if (item instanceof YamlNode.Scalar s && !s.text().isBlank()) {
                names.add(s.text());
            } else {
                notes.problem(Notes.Place.of(item), "notify lists names of receivers, such as [releases]");
            }
        }
        return names.stream().distinct().toList();
    }
}
