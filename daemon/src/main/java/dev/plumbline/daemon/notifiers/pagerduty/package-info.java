/**
 * PagerDuty: an incident for each group of alerts, by the Events API v2 or, with a service key, the old one. Follows
 * Alertmanager's {@code pagerduty_config}: the incident's key is the SHA-256 of the group key, it is resolved when all alerts
 * are, and details that make the event too large are replaced. Beyond it, what PagerDuty would refuse for its form (an empty
 * summary or source, an unknown severity) is put right, and a failing template does not lose the page.
 */
@NullMarked
package dev.plumbline.daemon.notifiers.pagerduty;

import org.jspecify.annotations.NullMarked;
