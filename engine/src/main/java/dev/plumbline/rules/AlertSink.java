package dev.plumbline.rules;

import java.util.List;

/** Where alerts go that fire or have ended. */
@FunctionalInterface
public interface AlertSink {

    /**
     * Takes the alerts of one rule's evaluation; called again with the same alerts each resend delay while they fire, and for a
     * while after they ended. Returns when they are safe with the receiver of this call, or throws: then the same alerts are
     * handed over again at the next evaluation. Any thread, one at a time for each group.
     */
    void accept(List<RuleAlert> alerts);
}
