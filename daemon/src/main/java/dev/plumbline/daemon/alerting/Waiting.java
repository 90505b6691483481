package dev.plumbline.daemon.alerting;

import dev.plumbline.daemon.notifiers.Message;

/**
 * A message that waits for its delivery, or a change of the log that waits for its turn among them.
 *
 * @param entry what the receiver has been told once it is delivered; its time is when the message was decided on
 * @param json the whole as it stands in the document, rendered once
 * @param bytes of {@code json} in UTF-8
 * @param sinceNanos when it began to wait, by the monotonic clock
 * @param silent nothing is sent: only the log changes
 */
record Waiting(Message message, LogEntry entry, boolean silent, String json, int bytes, long sinceNanos) {}
