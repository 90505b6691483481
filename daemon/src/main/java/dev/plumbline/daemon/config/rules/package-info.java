/**
 * Prometheus's rule files: read with positions, checked whole. In go files, out come {@link dev.plumbline.rules.RuleGroup}s
 * with the labels of their groups in their rules, their expressions parsed and the templates of their texts known to
 * parse, or every problem of every file as {@code file:line:column: group "g", rule N, "name": message}. Problems inside an
 * expression or a template are told where they stand in the file. Follows Prometheus's model/rulefmt (3.x) with UTF-8 names.
 */
@NullMarked
package dev.plumbline.daemon.config.rules;

import org.jspecify.annotations.NullMarked;
