package dev.plumbline.analysis.canary;

/** What a metric without any data means once it should have some. */
public enum NoData {
    /** Wait for it: no verdict without it. */
    HOLD,
    /** The canary is broken: as if a limit were broken. */
    FAIL,
    /** Judge by the others; the reason says so; if nothing is left, there is no verdict. */
    IGNORE
}
