/**
 * Go's {@code text/template} and, as far as e-mail needs it, {@code html/template}: templates written for Prometheus and
 * Alertmanager give the same text here. In go the text of a template, {@link dev.plumbline.template.Functions}, and values
 * ({@link dev.plumbline.template.value}); out comes text, or a
 * {@link dev.plumbline.template.value.TemplateException} that says where the template is wrong. No template can hang, use up
 * the stack or eat the heap: see {@link dev.plumbline.template.Limits}. The function sets of Prometheus and Alertmanager
 * stand on top, in packages of their own.
 */
@NullMarked
package dev.plumbline.template;

import org.jspecify.annotations.NullMarked;
