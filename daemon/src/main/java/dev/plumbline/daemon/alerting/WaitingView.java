package dev.plumbline.daemon.alerting;

/**
 * A message that waits.
 *
 * @param attempts made so far; 0 for those behind the first of their queue
 * @param ageMillis how long it has waited
 * @param lastError what came of the last attempt, or empty
 */
public record WaitingView(Outgoing.Target target, String groupKey, String messageId, int attempts, long ageMillis,
        String lastError) {}
