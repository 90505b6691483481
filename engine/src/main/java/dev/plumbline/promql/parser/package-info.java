/**
 * PromQL text to a type-checked {@link dev.plumbline.promql.ast.Expr} and back. In: a query and the features that are
 * switched on. Out: a tree whose nodes carry their place as UTF-8 byte offsets, or a
 * {@link dev.plumbline.promql.QueryException} that says {@code line:column: parse error: …} in Prometheus's words.
 * {@link dev.plumbline.promql.parser.ExprPrinter} writes the canonical one-line form. A hand-written lexer with three states
 * (outside, in braces, in brackets) and a recursive-descent parser with precedence climbing; depth and length are
 * bounded. Everybody may use it. Follows Prometheus {@code promql/parser} (3.14 line).
 */
@NullMarked
package dev.plumbline.promql.parser;

import org.jspecify.annotations.NullMarked;
