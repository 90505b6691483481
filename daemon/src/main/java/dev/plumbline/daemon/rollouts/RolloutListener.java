package dev.plumbline.daemon.rollouts;

/** Is told what came of every attempt; on the actor's thread, must not block. */
@FunctionalInterface
public interface RolloutListener {
    void attempted(RolloutOrder order, Outcome outcome);
}
