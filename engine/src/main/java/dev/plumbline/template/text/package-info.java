/**
 * Values as Go writes them: {@code fmt}'s verbs and {@code %v}, {@code strconv}'s floats, {@code encoding/json},
 * {@code net/url}'s escapes, {@code regexp} on RE2. In go values of {@link dev.plumbline.template.value}, out comes text of at
 * most 1 MiB. Pure functions; any thread. Used by the templates and their function sets.
 */
@NullMarked
package dev.plumbline.template.text;

import org.jspecify.annotations.NullMarked;
