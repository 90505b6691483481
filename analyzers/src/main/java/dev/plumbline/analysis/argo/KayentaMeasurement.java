package dev.plumbline.analysis.argo;

/** What Argo's kayenta metric makes of a score. */
public final class KayentaMeasurement {
    private KayentaMeasurement() {}

    /** The phase of a score, whose fraction is cut off first: 89.99 does not pass 90. */
    public static Phase phase(double score, int pass, int marginal) {
        int whole = (int) score;
        if (whole >= pass) {
            return Phase.SUCCESSFUL;
        }
        return whole >= marginal ? Phase.INCONCLUSIVE : Phase.FAILED;
    }
}
