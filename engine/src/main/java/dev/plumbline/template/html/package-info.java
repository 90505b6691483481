/**
 * Escaping of what a template prints into HTML, by the place where it stands: text, attribute, part of a URL, script. The
 * literal parts of the template are trusted and tell the place; the values are not. In go the pieces in the order in which
 * they are written, out comes the document. Follows the rules of Go's {@code html/template}, applied while running instead of
 * to the tree.
 */
@NullMarked
package dev.plumbline.template.html;

import org.jspecify.annotations.NullMarked;
