/** Things that break on purpose, from a seed: a disk that is full, tears writes, and forgets what was not synced. */
@NullMarked
package dev.plumbline.testkit.fault;

import org.jspecify.annotations.NullMarked;
