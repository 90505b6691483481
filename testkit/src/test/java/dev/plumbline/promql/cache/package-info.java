/** Kept results of range queries against fresh ones, while the store changes under them. */
@org.jspecify.annotations.NullMarked
package dev.plumbline.promql.cache;
