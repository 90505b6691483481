/**
 * E-mail over SMTP: one message for all recipients, text and HTML, by STARTTLS, TLS from the start or in the clear, as
 * configured. Follows Alertmanager's {@code email_config}; beyond it, the Message-ID is the same for every attempt at a
 * message, so that a mail that arrives twice can be recognised, one deadline bounds the whole exchange, and a failing template
 * does not lose the message. Protocols: RFC 5321, 3207, 4954; messages: RFC 5322, 2046, 2047, by Angus Mail.
 */
@NullMarked
package dev.plumbline.daemon.notifiers.email;

import org.jspecify.annotations.NullMarked;
