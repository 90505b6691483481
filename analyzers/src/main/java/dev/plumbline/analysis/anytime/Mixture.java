package dev.plumbline.analysis.anytime;

/**
 * A supermartingale of a sum {@code s} and its intrinsic time {@code v}, mixed over a parameter: it exceeds {@code 1 / alpha} ever with a
 * probability of at most alpha. The curve on which it is equal to that bounds the sum at all times.
 *
 * <p>Source of all of them: S. Howard, A. Ramdas, J. McAuliffe, J. Sekhon, Time-uniform, nonparametric, nonasymptotic confidence
 * sequences, Ann. Stat. 49 (2021), section 3 and its appendix.
 */
public sealed interface Mixture permits NormalMixture, GammaExponentialMixture, GammaPoissonMixture, BetaBinomialMixture {

    /** Natural logarithm of the supermartingale; rises with {@code s} from 0 on. {@code v} is 0 or more. */
    double logValue(double s, double v);

    /** The largest sum there can be at {@code v}; infinite where none is. */
    default double largest(double v) {
        return Double.POSITIVE_INFINITY;
    }

    /** The sum that is ever exceeded with a probability of at most {@code alpha}, to 1e-10 relative. */
    default double bound(double v, double alpha) {
        double target = -Math.log(alpha);
        double most = largest(v);
        double high = Math.min(most, Math.max(1, Math.sqrt(v)));
        while (high < most && logValue(high, v) < target) {
            high = Math.min(most, high * 2);
        }
        return logValue(high, v) < target ? most : Roots.rising(s -> logValue(s, v) - target, 0, high);
    }

    /** The normal mixture's parameter for which the two-sided bound is tightest at {@code v}. */
    static double bestTwoSided(double v, double alpha) {
        double log = -2 * Math.log(alpha);
        return v / (log + Math.log1p(log));
    }

    /** The same for a one-sided bound. */
    static double bestOneSided(double v, double alpha) {
        return bestTwoSided(v, 2 * alpha);
    }
}
