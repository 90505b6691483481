/** Benchmarks of the query engine over series that lie in arrays: what a query costs apart from the store. */
@NullMarked
package dev.plumbline.promql;

import org.jspecify.annotations.NullMarked;
