/**
 * Text of a template to a tree: lexer, parser and the tree itself. In goes text with the names of the functions and variables
 * that it may use, out come the named templates that it defines, or a
 * {@link dev.plumbline.template.value.TemplateException} with name, line and column. Whatever the text, parsing takes time
 * linear in it and a bounded depth of the stack. Follows Go's {@code text/template/parse}.
 */
@NullMarked
package dev.plumbline.template.parse;

import org.jspecify.annotations.NullMarked;
