/**
 * Webhooks: the JSON of Alertmanager's version 4, or a body of the user's own making, posted to any address. Follows
 * Alertmanager's {@code webhook_config}; beyond it, every request carries the message's id, so that a receiver can drop
 * what it has already, 429 is retried as asked, and a failing template does not lose the message.
 */
@NullMarked
package dev.plumbline.daemon.notifiers.webhook;

import org.jspecify.annotations.NullMarked;
