/** Benchmarks of the series store: append of a row, selection, decoding; and what a sample and a series weigh. */
@NullMarked
package dev.plumbline.tsdb;

import org.jspecify.annotations.NullMarked;
