package dev.plumbline.daemon.rollouts;

import java.util.Locale;
import java.util.Map;

/** Is told what following comes to; on the follower's thread, must not block. Texts name the Rollout, the release, and the stage. */
public interface FollowListener {

    /** What a Rollout that is followed is doing. */
    enum State {
        /** A newer revision is brought out. */
        RELEASING,
        /** The newest revision was given up. */
        ABORTED,
        /** The newest revision is the stable one, or the first there ever was. */
        STABLE;

        /** As a label value. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The gate was asked, and an analysis answers; once for each stage of a release. */
    void asked(String release, String stage, String analysis);

    /** The gate does not take the question as it is: it is asked again when the Rollout or the policies change. */
    void refused(String release, String stage, String why);

    /** It could not be asked yet: it is tried again every few seconds. */
    void waiting(String release, String why);

    /** A Rollout's state is another one. */
    void changed(String rollout, State state);

    /** How many Rollouts are followed, by state; called whenever they were looked at. */
    void counted(Map<State, Integer> states);
}
