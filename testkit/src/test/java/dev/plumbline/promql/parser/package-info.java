/** Vectors, properties and fuzz of the PromQL parser and printer, and vectors of series descriptions. */
@org.jspecify.annotations.NullMarked
package dev.plumbline.promql.parser;
