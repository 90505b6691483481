/** Laws of the model over random values; plain unit tests are beside the code. */
@org.jspecify.annotations.NullMarked
package dev.plumbline.model;
