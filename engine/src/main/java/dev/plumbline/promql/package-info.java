/**
 * The query engine: text in, {@link dev.plumbline.promql.Value} with annotations out, over any
 * {@link dev.plumbline.storage.Queryable}. Knows the storage port and never a particular store. Semantics are Prometheus's
 * (3.14 line); failures are {@link dev.plumbline.promql.QueryException}.
 */
@NullMarked
package dev.plumbline.promql;

import org.jspecify.annotations.NullMarked;
