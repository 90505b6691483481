/**
 * Templates as Prometheus's rules have them: in labels and annotations of alerts, with {@code $labels}, {@code $value},
 * {@code $externalLabels} and {@code $externalURL}, and with Prometheus's functions. In goes the sample that an alert is
 * about, out comes text. Queries go through {@link dev.plumbline.template.prometheus.QueryFunction}; the time of evaluation
 * comes in as a number. Follows Prometheus's template reference (docs/configuration/template_reference.md).
 */
@NullMarked
package dev.plumbline.template.prometheus;

import org.jspecify.annotations.NullMarked;
