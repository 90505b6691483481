/**
 * Verdicts as the external metrics API of Kubernetes, {@code /apis/external.metrics.k8s.io/v1beta1}: {@code plumbline_verdict} and
 * {@code plumbline_score}, each analysis of the namespace that is asked for, chosen by a label selector. Horizontal pod autoscalers read
 * it through an APIService, Flagger's provider {@code externalmetrics} directly. The shapes are those of
 * {@code k8s.io/metrics/pkg/apis/external_metrics/v1beta1} and {@code meta/v1}. Values come from the gate's state; nothing is queried.
 */
@NullMarked
package dev.plumbline.daemon.api.external;

import org.jspecify.annotations.NullMarked;
