/** Benchmarks of the query engine: over series that lie in arrays, and over a fleet's history in a real store. */
@NullMarked
package dev.plumbline.promql;

import org.jspecify.annotations.NullMarked;
