/**
 * Objectives with criteria as Keptn writes them ({@code <600}, {@code <=+10%}): each gives its weight for a pass and half of
 * it for a warning, and the sum of all decides. Relative criteria compare with what past releases showed, which also serves
 * a release that has no baseline beside it. Kept apart from Keptn's rules in two places, both said in the reason: a value
 * that could not be measured is not known instead of failed unless the policy says so, and a criterion that had nothing to
 * compare with is named. Pure.
 */
@NullMarked
package dev.plumbline.analysis.keptn;

import org.jspecify.annotations.NullMarked;
