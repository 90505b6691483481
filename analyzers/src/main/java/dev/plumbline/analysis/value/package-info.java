/**
 * Values of any shape, as answers of other programs bring them and as conditions compute with them, and their JSON. Only
 * for what has no fixed shape: whatever has one is read into a record at once. Immutable; reading is bounded in depth.
 */
@NullMarked
package dev.plumbline.analysis.value;

import org.jspecify.annotations.NullMarked;
