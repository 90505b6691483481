package dev.plumbline.daemon.config.canary;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is done to a rollout. */
public enum RolloutAction {
    /** Nothing; what is used where the file says nothing. */
    NONE,
    /** Go on to the next step, and no further. */
    PROMOTE,
    /** Skip all steps that are left. */
    PROMOTE_FULL,
    /** Give up and go back to the stable version. */
    ABORT,
    /** Wait for a person. */
    PAUSE;

    /** As it is written: {@code promote_full}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one that is written so; {@code none} is not written. */
    public static Optional<RolloutAction> of(String word) {
        return Arrays.stream(values()).filter(a -> a != NONE && a.word().equals(word)).findFirst();
    }

    static String words() {
        return Arrays.stream(values()).filter(a -> a != NONE).map(RolloutAction::word).collect(Collectors.joining(", "));
    }
}
