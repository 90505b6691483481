/**
 * The gate, analyses and change freezes over HTTP: {@code GET /v1/gate/{service}} in both forms, {@code /v1/analyses} with evidence,
 * replay, decisions and server-sent events, {@code /v1/freezes}. Reading questions and rendering answers are
 * pure functions of {@code dev.plumbline.daemon.verdicts}; this package only carries them over the wire.
 */
@NullMarked
package dev.plumbline.daemon.api.verdicts;

import org.jspecify.annotations.NullMarked;
