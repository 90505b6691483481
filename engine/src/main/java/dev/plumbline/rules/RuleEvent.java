package dev.plumbline.rules;

import java.util.Map;

/** Something an operator should hear of. The group is its key, {@code file;name}. */
public sealed interface RuleEvent {

    /** One line for a log. */
    String message();

    /** The group's key. */
    String group();

    /** An evaluation failed; the rule's series and alerts stay as they were. */
    record EvaluationFailed(String group, String rule, String reason) implements RuleEvent {
        @Override
        public String message() {
            return "group \"" + group + "\", rule \"" + rule + "\": " + reason;
        }
    }

    /** A template in a label or an annotation failed; the text of the error stands in its place. */
    record ExpansionFailed(String group, String rule, String field, String reason) implements RuleEvent {
        @Override
        public String message() {
            return "group \"" + group + "\", rule \"" + rule + "\": the template of " + field + " failed: " + reason;
        }
    }

    /** The store did not take some of the samples; {@code reasons} counts them, {@code example} is one of them. */
    record SamplesRejected(String group, String rule, Map<String, Long> reasons, String example) implements RuleEvent {
        public SamplesRejected {
            reasons = Map.copyOf(reasons);
        }

        @Override
        public String message() {
            return "group \"" + group + "\", rule \"" + rule + "\": samples not taken " + reasons + ", such as: " + example;
        }
    }

    /** Whole intervals passed without an evaluation, because the one before took too long or the process stood still. */
    record IterationsMissed(String group, long count) implements RuleEvent {
        @Override
        public String message() {
            return "group \"" + group + "\": " + count + " evaluations missed";
        }
    }

    /** The sink did not take alerts; they are told again at the next evaluation. */
    record TellingFailed(String group, String rule, int alerts, String reason) implements RuleEvent {
        @Override
        public String message() {
            return "group \"" + group + "\", rule \"" + rule + "\": " + alerts + " alerts could not be handed over: " + reason;
        }
    }

    /** The states of alerts could not be kept; this is tried again at the next evaluation. */
    record StateNotSaved(String group, String reason) implements RuleEvent {
        @Override
        public String message() {
            return "group \"" + group + "\": the states of its alerts could not be kept: " + reason;
        }
    }

    /** The states of alerts could not be read; this is tried again at the next evaluation. */
    record StateNotLoaded(String group, String reason) implements RuleEvent {
        @Override
        public String message() {
            return "group \"" + group + "\": the states of its alerts could not be read: " + reason;
        }
    }

    /** What was kept of the alerts' states is not readable and was ignored; {@code group} is as far as it is known. */
    record StateDamaged(String group, String reason) implements RuleEvent {
        @Override
        public String message() {
            return "group \"" + group + "\": the kept states of its alerts are ignored: " + reason;
        }
    }

    /** The series {@code ALERTS_FOR_STATE} could not be read; what was pending starts anew. */
    record RestoreFailed(String group, String rule, String reason) implements RuleEvent {
        @Override
        public String message() {
            return "group \"" + group + "\", rule \"" + rule + "\": pending alerts could not be restored: " + reason;
        }
    }
}
