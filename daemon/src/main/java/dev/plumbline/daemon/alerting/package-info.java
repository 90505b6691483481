/**
 * From alerts to messages that arrive: alerts are merged, grouped along the routes of Alertmanager's configuration,
 * inhibited, compared with what each receiver was told, and what is new is kept in a document before it is sent.
 * In go alerts of our own rules ({@link dev.plumbline.daemon.alerting.Alerting} is their sink) and of others; out go
 * notifications through a {@link dev.plumbline.daemon.alerting.Sender}. The core is a state machine without a thread: it
 * advances by {@code tick}, and clock, randomness, documents and sending arrive through the constructor. Terms and timing
 * follow Alertmanager; unlike there, alerts and undelivered messages survive a restart. What the documents look
 * like is docs/formats/alerting-documents.md, why is docs/decisions/0006-durable-delivery.md. Only the wiring and the API use it.
 */
@NullMarked
package dev.plumbline.daemon.alerting;

import org.jspecify.annotations.NullMarked;
