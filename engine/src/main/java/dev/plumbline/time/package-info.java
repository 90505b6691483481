/**
 * The seam to time: wall clock, monotonic clock and scheduling. Everything that needs any of them gets a
 * {@link dev.plumbline.time.Clock} through its constructor; only this package and the daemon's wiring touch
 * the machine's clocks. {@link dev.plumbline.time.SystemTime} is the real one,
 * {@link dev.plumbline.time.VirtualTime} the one tests and simulations turn by hand.
 */
@NullMarked
package dev.plumbline.time;

import org.jspecify.annotations.NullMarked;
