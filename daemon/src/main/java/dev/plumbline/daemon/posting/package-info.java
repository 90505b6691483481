/**
 * Verdicts to receivers: where what analyses tell ({@link dev.plumbline.daemon.verdicts.VerdictSink}) meets the durable delivery
 * that alerts use. In goes an event, out come messages that are kept before the event counts as taken. Neither side knows the
 * other. Only the wiring uses it.
 */
@NullMarked
package dev.plumbline.daemon.posting;

import org.jspecify.annotations.NullMarked;
