/**
 * Evaluation of parsed PromQL in columns: a vector-typed expression becomes a list of {@link
 * dev.plumbline.promql.eval.Column}s, each with one value for every step of the query; a scalar becomes one
 * {@code double[]}. An instant query is a query of one step. Series are read once per selector. Everything here serves
 * one query on one thread; {@code dev.plumbline.promql.Engine} is the way in. Semantics are Prometheus's
 * ({@code promql/engine.go}, 3.14 line).
 */
@NullMarked
package dev.plumbline.promql.eval;

import org.jspecify.annotations.NullMarked;
