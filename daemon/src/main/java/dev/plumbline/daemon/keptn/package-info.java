/**
 * Evaluations for pipelines that have files of Keptn's quality gates: objectives (SLO) and the PromQL of their indicators (SLI) come with the request, are measured over
 * our own series, judged by {@link dev.plumbline.analysis.keptn}, compared with earlier evaluations, and kept as documents (docs/formats/keptn-documents.md).
 * {@link dev.plumbline.daemon.keptn.Keptn} is what the API speaks to. What is wrong with a request is a
 * {@link dev.plumbline.model.PlumblineException} of kind USER with every problem's place. Numbers come through {@link dev.plumbline.daemon.keptn.NumberSource},
 * time and random bits through constructors.
 */
@NullMarked
package dev.plumbline.daemon.keptn;

import org.jspecify.annotations.NullMarked;
