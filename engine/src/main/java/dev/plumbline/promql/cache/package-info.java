/**
 * Results of range queries, kept for the next refresh of a dashboard: steps that lie so far back that the store counts whatever
 * would still change them ({@link dev.plumbline.storage.Settled}) are evaluated once. {@link
 * dev.plumbline.promql.cache.RangeResults} stands in front of the engine and knows nothing of HTTP; only expressions that
 * {@link dev.plumbline.promql.cache.Repeatable} approves are kept, those whose value at a step depends on that step alone.
 */
@NullMarked
package dev.plumbline.promql.cache;

import org.jspecify.annotations.NullMarked;
