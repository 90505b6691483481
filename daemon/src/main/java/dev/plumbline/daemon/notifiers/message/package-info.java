/**
 * From a {@link dev.plumbline.daemon.notifiers.Notification} to texts: the values that templates see
 * ({@link dev.plumbline.daemon.notifiers.message.NotificationValue}), their expansion with a plain text to fall back on
 * ({@link dev.plumbline.daemon.notifiers.message.Rendering}), and cutting to a receiver's limits. Shared by the receivers'
 * packages; names and contents follow Alertmanager's template data.
 */
@NullMarked
package dev.plumbline.daemon.notifiers.message;

import org.jspecify.annotations.NullMarked;
