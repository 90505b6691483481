/**
 * What the whole product speaks about: label sets, matchers, samples, native histograms, metric metadata, staleness,
 * and the exception that says whose fault a failure is. Immutable values without behaviour of their own beyond
 * arithmetic and comparison. Everybody may use this package; it uses only {@code java.base} and RE2. Follows the
 * Prometheus data model (docs/concepts/data_model.md) and its native histogram specification.
 */
@NullMarked
package dev.plumbline.model;

import org.jspecify.annotations.NullMarked;
