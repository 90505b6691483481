package dev.plumbline.daemon.rollouts;

import dev.plumbline.daemon.config.yaml.JsonView;

/**
 * How far the newest revision of a Rollout is exposed. Of a canary it is the share of requests that the controller reports; without
 * traffic routing it reports none, and the share is what the steps so far ask for, as the controller itself counts it: none
 * before the first {@code setWeight}, all after the last step.
 */
sealed interface Traffic {

    /** A canary with so many percent of the traffic, 0 to 100. */
    record Share(int percent) implements Traffic {
        @Override
        public String toString() {
            return "weight " + percent;
        }
    }

    /** A canary whose steps say no weight. */
    record Unweighted() implements Traffic {
        @Override
        public String toString() {
            return "no weight";
        }
    }

    /** Blue-green, before the switch. */
    record Preview() implements Traffic {
        @Override
        public String toString() {
            return "preview";
        }
    }

    /** Blue-green, after the switch, until it is fully promoted. */
    record Active() implements Traffic {
        @Override
        public String toString() {
            return "active";
        }
    }

    /** Blue-green, before its preview Service selects the newest revision. */
    record NotYet() implements Traffic {}

    /** Reads it from the object. */
    static Traffic of(JsonView root, Rollout rollout) {
        return root.at("spec").at("strategy").at("blueGreen").exists() ? blueGreen(root.at("status").at("blueGreen"), rollout)
                : canary(root.at("status").at("canary").at("weights").at("canary"), rollout);
    }

    private static Traffic blueGreen(JsonView status, Rollout rollout) {
        String newest = rollout.status().podHash();
        if (status.at("activeSelector").text().equals(newest)) {
            return new Active();
        }
        String preview = status.at("previewSelector").text(); // empty where there is no preview Service
        return preview.isEmpty() || preview.equals(newest) ? new Preview() : new NotYet();
    }

    private static Traffic canary(JsonView reported, Rollout rollout) {
        if (reported.at("weight").number().isPresent()) {
            String of = reported.at("podTemplateHash").text(); // just after a push still that of the revision before
            boolean stale = !of.isEmpty() && !of.equals(rollout.status().podHash());
            return new Share(stale ? 0 : reported.at("weight").number().getAsInt());
        }
        if (rollout.steps().stream().noneMatch(s -> s.weight().isPresent())) {
            return new Unweighted();
        }
        return new Share(rollout.stepIndex() >= rollout.steps().size() ? 100 : rollout.weight().orElse(0));
    }
}
