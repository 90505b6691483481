/**
 * The gate: analyses that run, are judged and answer go or no-go. {@link dev.plumbline.daemon.verdicts.GateService} starts
 * an analysis on the first question for it, advances all of them by {@code tick}, and answers from their present state
 * without any query. What it needs arrives through the constructor: a clock, random bits, a
 * {@link dev.plumbline.daemon.verdicts.MetricsSource} to ask for numbers; and with its start the documents that analyses are kept in
 * and go on from after a restart, and the {@link dev.plumbline.daemon.verdicts.VerdictSink}s that are told. What is final is stored before
 * it is seen. {@link dev.plumbline.daemon.verdicts.GateRequest} reads a question from a URL,
 * {@link dev.plumbline.daemon.verdicts.GateRendering} turns an answer into a status and a body, and
 * {@link dev.plumbline.daemon.verdicts.AnalysisService} is the way of people and programs beside the gate: HTTP controllers only
 * carry them. Knows no framework. The documents are described in docs/formats/analyses.md.
 */
@NullMarked
package dev.plumbline.daemon.verdicts;

import org.jspecify.annotations.NullMarked;
