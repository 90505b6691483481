package dev.plumbline.analysis.canary;

import java.util.Collection;

/** Turns evidence into a verdict. Pure: equal arguments give equal judgements. Safe for any number of threads. */
public interface Judge {

    /**
     * Judges what is known so far.
     *
     * @param evidence at most one for each criterion, in any order; a criterion without one counts as not looked up
     *     yet, evidence for a metric that no criterion names is not used
     * @throws IllegalArgumentException when two pieces of evidence are for the same metric
     */
    Judgement judge(Policy policy, Progress progress, Collection<Evidence> evidence);
}
