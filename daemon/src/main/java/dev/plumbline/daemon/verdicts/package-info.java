/**
 * The gate: analyses that run, are judged and answer go or no-go. {@link dev.plumbline.daemon.verdicts.GateService} starts
 * an analysis on the first question for it, advances all of them by {@code tick}, and answers from their present state
 * without any query. What it needs arrives through the constructor: a clock, random bits, a
 * {@link dev.plumbline.daemon.verdicts.MetricsSource} to ask for numbers. {@link dev.plumbline.daemon.verdicts.GateRequest} reads a
 * question from a URL, {@link dev.plumbline.daemon.verdicts.GateRendering} turns an answer into a status and a body: an HTTP
 * controller only carries them. Analyses live in memory; after a restart an ask starts a new one. Knows no framework.
 */
@NullMarked
package dev.plumbline.daemon.verdicts;

import org.jspecify.annotations.NullMarked;
