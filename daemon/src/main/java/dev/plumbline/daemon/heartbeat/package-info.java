/**
 * Tells an outside party, again and again, that rules are evaluated and pages go out: a dead man's switch. Its silence is
 * the alarm, so a beat is sent only while that is true, and every doubt withholds it. In goes a
 * {@link dev.plumbline.daemon.heartbeat.Health}, taken from the rules and the delivery by the wiring; out goes one HTTP
 * request an interval.
 *
 * <p>Liveness is judged by progress, not by comparing clocks: what should move is seen to move, on the monotonic clock, so a
 * wall clock that jumps neither raises nor hides an alarm. The state machine is advanced by ticks and starts no thread.
 */
@NullMarked
package dev.plumbline.daemon.heartbeat;

import org.jspecify.annotations.NullMarked;
