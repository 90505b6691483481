/**
 * Tells existing Alertmanagers of alerts, as Prometheus does it: they are discovered and relabelled
 * ({@code __address__}, {@code __scheme__}, {@code __alerts_path__}), each gets every alert with the external labels added
 * and the alert relabelling applied, in batches, as JSON to {@code …/api/v2/alerts}. One thing is better than there: what
 * could not be sent waits and is sent again until it is through or a newer state of the same alert has taken its place, so
 * that an Alertmanager that was away for a while misses neither an alert nor an end.
 *
 * <p>In go {@link dev.plumbline.rules.RuleAlert}s and the section {@code alerting}; HTTP clients and discoveries come from
 * the wiring. State lives in memory: firing alerts are told again by the rules after a restart.
 */
@NullMarked
package dev.plumbline.daemon.alertmanagers;

import org.jspecify.annotations.NullMarked;
