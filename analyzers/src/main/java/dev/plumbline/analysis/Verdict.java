package dev.plumbline.analysis;

/**
 * What a rollout controller is told. {@link Go} and {@link NoGo} rest on evidence; {@link Pending} and
 * {@link Inconclusive} say what is missing. Only pending may still change.
 */
public sealed interface Verdict {

    /** Why, in one line: the metrics, the numbers, the limits, the amount of evidence. */
    String reason();

    /** The word for it in answers and series. */
    default String word() {
        return switch (this) {
            case Go g -> "go";
            case NoGo n -> "no-go";
            case Pending p -> "pending";
            case Inconclusive i -> "inconclusive";
        };
    }

    /** Whether it is final. */
    default boolean ended() {
        return !(this instanceof Pending);
    }

    /** Every metric that counts holds its limits on enough evidence. */
    record Go(String reason) implements Verdict {}

    /** At least one metric breaks a limit on enough evidence. */
    record NoGo(String reason) implements Verdict {}

    /** Not known yet. */
    record Pending(String reason) implements Verdict {}

    /** The time is over and it is still not known. */
    record Inconclusive(String reason) implements Verdict {}
}
