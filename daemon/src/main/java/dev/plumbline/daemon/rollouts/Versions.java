package dev.plumbline.daemon.rollouts;

import dev.plumbline.daemon.config.yaml.JsonView;
import dev.plumbline.daemon.kubernetes.CustomObject;
import dev.plumbline.daemon.kubernetes.CustomObjects;
import dev.plumbline.daemon.kubernetes.CustomObjects.Answer;
import dev.plumbline.daemon.rollouts.FollowedRelease.Identity;
import java.net.HttpURLConnection;
import java.util.Optional;

/**
 * Finds out which version a revision is. The newest one's stands in the Rollout, unless the pods' template stands elsewhere
 * ({@code workloadRef}); that of the stable one was remembered when it was the newest. What is not known that way is read from
 * the revision's ReplicaSet, which the controller calls {@code ROLLOUT-HASH}; without the right to read it, or when it
 * has gone, the revision's hash stands for its version. Blocks on the network, only then.
 */
final class Versions {
    private static final int TOO_MANY_REQUESTS = 429;
    private final CustomObjects cluster;
    private final Sighting seen;
    private FollowedRelease known;

    /** {@code known} is what is remembered of the Rollout. */
    Versions(CustomObjects cluster, Sighting seen, FollowedRelease known) {
        this.cluster = cluster;
        this.seen = seen;
        this.known = known;
    }

    /** The server cannot say now; it can later. */
    static final class AwayException extends Exception {
        private static final long serialVersionUID = 1;

        AwayException(String message) {
            super(message);
        }
    }

    /** What is remembered, with the newest release as the gate is to call it. */
    FollowedRelease identified() throws AwayException {
        String version = seen.version().isEmpty() ? found(seen.revision()).orElse(seen.ownVersion()) : seen.version();
        String stable = found(seen.stableRevision()).orElse("");
        return known.withRelease(new Identity(seen.service(), version.isEmpty() ? seen.revision() : version,
                stable.isEmpty() ? seen.stableRevision() : stable, seen.revision(), seen.policy()));
    }

    private Optional<String> found(String revision) throws AwayException {
        String remembered = known.versions().get(revision);
        if (remembered != null) {
            return Optional.of(remembered);
        }
        String read = read(revision);
        if (read.isEmpty()) {
            return Optional.empty();
        }
        known = known.withVersion(revision, read);
        return Optional.of(read);
    }

    private String read(String revision) throws AwayException {
        var replicaSet = new CustomObject("apps", "v1", "replicasets", "ReplicaSet", seen.namespace(), seen.name() + "-" + revision);
        return switch (cluster.read(replicaSet)) {
            case Answer.Found found -> Sighting.version(JsonView.of(replicaSet.toString(), found.json()));
            case Answer.Unreachable away -> throw new AwayException(replicaSet + " cannot be read: " + away.message());
            case Answer.Refused refused -> {
                if (passes(refused.status())) {
                    throw new AwayException(replicaSet + " cannot be read: HTTP status " + refused.status() + ": " + refused.message());
                }
                yield "";
            }
        };
    }

    private static boolean passes(int status) {
        return status == HttpURLConnection.HTTP_UNAUTHORIZED || status == TOO_MANY_REQUESTS || status >= HttpURLConnection.HTTP_INTERNAL_ERROR;
    }
}
