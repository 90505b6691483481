/** Vectors, models and simulations of rules; plain unit tests are beside the code. */
@org.jspecify.annotations.NullMarked
package dev.plumbline.rules;
