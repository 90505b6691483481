/**
 * What Spinnaker's webhook stage calls: {@code POST /spinnaker} starts an analysis or finds it, {@code GET /spinnaker/{id}} says how it
 * stands in the words that a stage compares (RUNNING, PASS, FAIL, INCONCLUSIVE, CANCELED), {@code POST /spinnaker/cancel} ends it when the
 * pipeline is canceled. A stage tells a lasting failure from a passing one by the status: 5xx is asked again, 4xx ends the
 * stage. So doubts of ours are RUNNING or 503, and only a wrong request is 4xx. Sees the gate and its analyses.
 */
@NullMarked
package dev.plumbline.daemon.api.spinnaker;

import org.jspecify.annotations.NullMarked;
