/**
 * The house style as an ordinary test: sizes, names and banned calls of every module's sources, read as text. In goes the
 * repository's root, out come {@link dev.plumbline.testkit.tidy.Finding}s; {@code TidyTest} asserts that there are none. What is
 * past the size to talk about, but not past the size to stop at, stands in a ratchet: a list of files with the lines they may
 * have, which may only get shorter. Only tests use this package; it uses only {@code java.base}.
 */
@NullMarked
package dev.plumbline.testkit.tidy;

import org.jspecify.annotations.NullMarked;
