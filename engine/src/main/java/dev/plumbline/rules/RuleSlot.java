package dev.plumbline.rules;

/** A rule in its place in a group: what evaluates it, what writes its series, and how it went last. */
final class RuleSlot {
    final Rule rule;
    final RuleEvaluator evaluator;
    final SeriesWriter writer;
    /** Read by other threads. */
    volatile RuleStatus status;

    RuleSlot(Rule rule, RuleEvaluator evaluator, SeriesWriter writer) {
        this.rule = rule;
        this.evaluator = evaluator;
        this.writer = writer;
        this.status = RuleStatus.unknown(rule);
    }
}
