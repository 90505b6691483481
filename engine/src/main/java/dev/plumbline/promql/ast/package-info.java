/**
 * The syntax tree of PromQL: sealed, immutable records with their place in the query text. Made by
 * {@code dev.plumbline.promql.parser}, read by the printer and the engine. A tree that came from the parser is
 * type-checked. Follows Prometheus {@code promql/parser/ast.go}; durations are milliseconds.
 */
@NullMarked
package dev.plumbline.promql.ast;

import org.jspecify.annotations.NullMarked;
