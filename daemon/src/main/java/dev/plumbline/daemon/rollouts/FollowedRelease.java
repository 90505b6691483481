package dev.plumbline.daemon.rollouts;

import dev.plumbline.daemon.verdicts.GateQuestion;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;

/**
 * What is remembered of one Rollout. Immutable.
 *
 * @param release the newest one that the gate was asked about, or that was aborted; all its texts are empty before the first
 * @param asked its stages that were asked for, in that order
 * @param over whether it was seen aborted: it is not asked about any more, even when somebody retries it
 * @param versions of revisions (pod template hashes), the newest {@value #MAX_VERSIONS}, oldest first
 */
record FollowedRelease(String namespace, String name, Identity release, SequencedSet<String> asked, boolean over,
        SequencedMap<String, String> versions) {
    static final int MAX_VERSIONS = 20;

    FollowedRelease {
        asked = new LinkedHashSet<>(asked);
        versions = new LinkedHashMap<>(versions);
    }

    /** What the gate calls a release; it stays as it is once a stage was asked for, for it makes questions be about one analysis. */
    record Identity(String service, String version, String stable, String revision, String policy) {
        static final Identity NONE = new Identity("", "", "", "", "");
    }

    static FollowedRelease unknown(String namespace, String name) {
        return new FollowedRelease(namespace, name, Identity.NONE, new LinkedHashSet<>(), false, new LinkedHashMap<>());
    }

    FollowedRelease withRelease(Identity next) {
        return new FollowedRelease(namespace, name, next, new LinkedHashSet<>(), false, versions);
    }

    FollowedRelease withAsked(String stage) {
        var more = new LinkedHashSet<>(asked);
        more.add(stage);
        return new FollowedRelease(namespace, name, release, more, over, versions);
    }

    FollowedRelease ended() {
        return new FollowedRelease(namespace, name, release, asked, true, versions);
    }

    FollowedRelease withVersion(String revision, String version) {
        SequencedMap<String, String> more = new LinkedHashMap<>(versions);
        more.remove(revision);
        more.put(revision, version);
        while (more.size() > MAX_VERSIONS) {
            more.pollFirstEntry();
        }
        return new FollowedRelease(namespace, name, release, asked, over, more);
    }

    boolean knows(String revision, String version) {
        return version.equals(versions.get(revision));
    }

    /** Whether its identity is settled for a revision. */
    boolean isAbout(String revision) {
        return release.revision.equals(revision) && (over || !asked.isEmpty());
    }

    /** Whether nothing is to be asked about a stage of a revision any more. */
    boolean isDone(String revision, String stage) {
        return isAbout(revision) && (over || asked.contains(stage));
    }

    GateQuestion question(String stage) {
        return new GateQuestion(release.service, release.version, release.stable, release.revision, stage, namespace, release.policy, Map.of());
    }

    String key() {
        return namespace + "/" + name;
    }

    /** For logs: {@code Rollout shop/checkout, 2.4.1 (6d4cf56db6) after 2.4.0}. */
    @Override
    public String toString() {
        return "Rollout " + key() + ", " + release.version + " (" + release.revision + ")"
                + (release.stable.isEmpty() ? "" : " after " + release.stable);
    }

}
