package dev.plumbline.daemon.rollouts;

import dev.plumbline.daemon.kubernetes.ApiObject;
import dev.plumbline.daemon.rollouts.FollowListener.State;
import org.jspecify.annotations.Nullable;

/** A Rollout of the watch: what it was when it was looked at last, and what came of that. Of the thread that looks. */
final class Watched {
    private ApiObject.@Nullable Custom object;
    private @Nullable Sighting seen;
    /** What is remembered; null until it is needed. */
    @Nullable FollowedRelease known;
    /** Null while no policy governs it. */
    @Nullable State state;
    /** Whether nothing is left to do until it changes. */
    boolean settled;

    private boolean alone;

    /** It is not followed; {@code first} is called when that is new. */
    void leaveAlone(Runnable first) {
        state = null;
        if (!alone) {
            alone = true;
            first.run();
        }
    }

    /** It is followed, and in a state; {@code first} is called when that is new. */
    void follow(State now, Runnable first) {
        alone = false;
        if (now != state) {
            state = now;
            first.run();
        }
    }

    /** Whether it has to be looked at. */
    boolean isNews(ApiObject.Custom now) {
        return !settled || !now.equals(object);
    }

    /** Parses it, unless it is the one that was parsed last. */
    Sighting seen(ApiObject.Custom now) {
        Sighting last = seen;
        if (last != null && now.equals(object)) {
            return last;
        }
        last = Sighting.parse(now.json());
        object = now;
        seen = last;
        return last;
    }
}
