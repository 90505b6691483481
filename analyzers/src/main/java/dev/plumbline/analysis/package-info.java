/**
 * The words every analyzer shares: the window that is judged and the verdict it ends in. Analyzers are pure functions of
 * policy, window and evidence: no clock, no input or output, no threads. Time comes in as numbers, evidence as records,
 * and the same input always gives the same verdict, so that each one can be explained, replayed and back-tested.
 * Used by the daemon, which gathers the evidence and publishes the verdict.
 */
@NullMarked
package dev.plumbline.analysis;

import org.jspecify.annotations.NullMarked;
