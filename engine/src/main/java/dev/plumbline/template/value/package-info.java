/**
 * The values that templates work on, as Go sees them. A value is null (Go's nil), {@link java.lang.String},
 * {@link java.lang.Boolean}, {@link java.lang.Long} (every integer type), {@link java.lang.Double},
 * {@link java.util.List}, {@link java.util.Map} with string keys (a map of anything),
 * {@link dev.plumbline.model.Labels} (a map of strings) or a {@link dev.plumbline.template.value.TemplateObject}, which
 * has a type name and methods besides. Immutable. Everything of the template language stands on this package.
 */
@NullMarked
package dev.plumbline.template.value;

import org.jspecify.annotations.NullMarked;
