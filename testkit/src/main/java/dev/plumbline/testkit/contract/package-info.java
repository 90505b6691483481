/**
 * Contracts of the ports as abstract tests. Each adapter extends the contract and says how to make the real thing; what
 * passes for one must pass for all.
 */
@NullMarked
package dev.plumbline.testkit.contract;

import org.jspecify.annotations.NullMarked;
