/**
 * Templates as Alertmanager has them: files of named templates, texts of receivers that use them, and Alertmanager's
 * functions. In goes the data of a notification, as values that its sender builds; out comes text, or HTML in which what is
 * not part of the template is escaped for the place where it stands. The templates that Alertmanager defines by name are
 * defined here with the same results, so that files that use or override them work. Follows Alertmanager's notification
 * template reference.
 */
@NullMarked
package dev.plumbline.template.alertmanager;

import org.jspecify.annotations.NullMarked;
