/**
 * Conditions over measured values, in the part of the expr language (expr-lang.org) that Argo Rollouts' analysis templates
 * use: {@code result[0] >= 0.95}, {@code all(result.c, {# < 5})}, {@code default(result, 0) < 10}. Parsed once, checked for
 * unknown names and for comparisons of types that can never be equal, evaluated any number of times. Errors name the place.
 * Bounded: 10,000 characters, 100 levels, 100,000 steps. No clock: the present is an argument.
 */
@NullMarked
package dev.plumbline.analysis.condition;

import org.jspecify.annotations.NullMarked;
