/** PromQL scripts run against the engine: our own, those of a given folder, and the vectors of the runner itself. */
@org.jspecify.annotations.NullMarked
package dev.plumbline.promql.script;
