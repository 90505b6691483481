/**
 * The sequential judge: looks at a canary interval by interval and answers as soon as the evidence allows, without erring more
 * often than was agreed, however often it looks. Counts are compared by the split of both arms' events given their sum (a relative margin)
 * or by universal inference (an absolute one), gauges by an anytime t-test, fixed limits by e-values. States are records of plain
 * numbers: continuing from one gives what reading everything again gives. Assumptions and guarantees: docs/sequential-judge.md.
 * Used by the daemon through {@link dev.plumbline.analysis.canary.Judge}.
 */
@NullMarked
package dev.plumbline.analysis.sequential;

import org.jspecify.annotations.NullMarked;
