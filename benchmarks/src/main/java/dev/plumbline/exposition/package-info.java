/** Measures parsing: a target's body of 1,000 series into a sink that only stores. */
@NullMarked
package dev.plumbline.exposition;

import org.jspecify.annotations.NullMarked;
