/** Benchmarks of the query engine over series that lie in arrays: what a query costs apart from the store. */
@org.jspecify.annotations.NullMarked
package dev.plumbline.promql;
