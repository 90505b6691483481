/** The engine against a deliberately naive evaluator of the same language, over random expressions and random series. */
@org.jspecify.annotations.NullMarked
package dev.plumbline.promql.engine;
