/**
 * Canary files: the policies that say which canaries are judged, by what, and how long. A file goes in as text with its
 * name, and comes out as {@link dev.plumbline.daemon.config.canary.PolicyDefinition}s, or with every problem found in it
 * at its file:line:column. What belongs to the format but is not there yet is a problem that says so; nothing is ignored
 * silently. {@link dev.plumbline.daemon.config.canary.Template} is how values from outside get into PromQL: always as
 * data, never as syntax. Files of Kubernetes documents hold AnalysisTemplates of Argo Rollouts
 * ({@link dev.plumbline.daemon.config.canary.ArgoTemplate}), which become policies too. Immutable once loaded; the verdicts package works with it.
 */
@NullMarked
package dev.plumbline.daemon.config.canary;

import org.jspecify.annotations.NullMarked;
