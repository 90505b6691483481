package dev.plumbline.rules;

/** Hears of everything that an operator may want to read or count. Any thread; must not block or call back. */
public interface RuleListener {

    /** Hears nothing. */
    RuleListener NONE = event -> { };

    void event(RuleEvent event);

    /** A rule was evaluated and its result written, or failed; that took {@code nanos}. */
    default void ruleEvaluated(String groupKey, long nanos) {}

    /** All rules of a group were evaluated; that took {@code nanos}. */
    default void groupEvaluated(String groupKey, long nanos) {}
}
