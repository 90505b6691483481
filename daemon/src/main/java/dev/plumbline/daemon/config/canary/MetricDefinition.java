package dev.plumbline.daemon.config.canary;

import dev.plumbline.analysis.canary.Criterion;

/** One metric of a policy: how it is measured and what it is held to. */
public record MetricDefinition(Measure measure, Criterion criterion) {}
