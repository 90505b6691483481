/**
 * Prometheus's rules: groups of recording and alerting rules, evaluated at aligned times over any store, the state of
 * each alert, and what is told of it. In go groups that were parsed and checked; out come samples through an appender,
 * alerts through an {@link dev.plumbline.rules.AlertSink}, and states to be kept. Reads no file and knows no network.
 */
@NullMarked
package dev.plumbline.rules;

import org.jspecify.annotations.NullMarked;
