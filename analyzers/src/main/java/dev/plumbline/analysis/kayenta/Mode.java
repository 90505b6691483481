package dev.plumbline.analysis.kayenta;

/** Whose judgement it is. */
public enum Mode {
    /**
     * Kayenta's, to the digit: intervals by a root finder with an absolute tolerance of 1e-4, errors that count for
     * nothing, weights of absent groups lost, metrics without a group without effect, {@code replace} making no data pass.
     */
    COMPATIBLE,
    /**
     * The same rules without their holes: exact intervals for data of any magnitude, too few points are no data, and no
     * data or an error never passes unsaid; weights are shared among the groups that there are.
     */
    STRICT
}
