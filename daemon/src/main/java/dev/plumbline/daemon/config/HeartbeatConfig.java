package dev.plumbline.daemon.config;

/**
 * The section heartbeat: who is told, again and again, that rules are evaluated and pages go out. Silence is the alarm.
 *
 * @param url where to send, which may be a secret in itself
 * @param intervalMillis 1 s or more
 */
public record HeartbeatConfig(Secret url, String method, long intervalMillis, long timeoutMillis, HttpClientConfig http) {}
