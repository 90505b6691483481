/**
 * The application: the command line's entry, the wiring of all parts, and the order in which they start and stop. The
 * only package that knows every other and that touches the machine's clocks, files and threads directly; nothing
 * depends on it.
 */
@NullMarked
package dev.plumbline.daemon;

import org.jspecify.annotations.NullMarked;
