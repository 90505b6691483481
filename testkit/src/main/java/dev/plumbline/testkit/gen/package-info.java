/**
 * Random material for property tests: series as they come from the field (gaps, resets, staleness markers, values that are
 * no numbers, start times) and PromQL over them. Seeded: the same randomness gives the same. Used by tests only.
 */
@NullMarked
package dev.plumbline.testkit.gen;

import org.jspecify.annotations.NullMarked;
