/**
 * Inference that holds at every moment at once: e-values for counts, and bounds that a random walk stays below for all
 * time with a given probability. Whoever looks after each request and stops when it pleases errs no more often than was
 * promised. Numbers in, numbers out; logarithms throughout, since e-values reach 1e300 in earnest. Special functions are those
 * of Apache Commons Numbers. Used by the sequential judge.
 */
@NullMarked
package dev.plumbline.analysis.anytime;

import org.jspecify.annotations.NullMarked;
