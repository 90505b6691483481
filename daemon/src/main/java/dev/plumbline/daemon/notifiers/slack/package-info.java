/**
 * Slack: one attachment for each message, by incoming webhook or, with a bot's token, by {@code chat.postMessage}. Follows
 * Alertmanager's {@code slack_config}; beyond it, 429 is retried when Slack says so, as are Slack's passing errors, texts are
 * cut to what Slack takes, and a failing template does not lose the message.
 */
@NullMarked
package dev.plumbline.daemon.notifiers.slack;

import org.jspecify.annotations.NullMarked;
