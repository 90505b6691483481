/**
 * JMH benchmarks of the engine's package of the same name. Run by hand, see benchmarks/README.md; nothing depends on
 * them, and no test asserts what they measure.
 */
@NullMarked
package dev.plumbline.tsdb;

import org.jspecify.annotations.NullMarked;
