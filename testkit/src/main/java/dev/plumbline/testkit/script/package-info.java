/**
 * The script language of PromQL tests: {@code load} blocks put series into a store, {@code eval} blocks ask queries and
 * state what must come out. In: a script's text, a {@link dev.plumbline.testkit.script.QueryRunner} over any
 * {@link dev.plumbline.storage.Storage}. Out: a verdict per eval. Tests of the engine, and of anything else that answers
 * PromQL, may use it. Follows Prometheus {@code promql/promqltest} (3.14 line).
 */
@NullMarked
package dev.plumbline.testkit.script;

import org.jspecify.annotations.NullMarked;
