/**
 * The gate over HTTP: {@code GET /v1/gate/{service}} in both forms. Reading the question and rendering the answer are
 * pure functions of {@code dev.plumbline.daemon.verdicts}; this package only carries them over the wire.
 */
@NullMarked
package dev.plumbline.daemon.api.verdicts;

import org.jspecify.annotations.NullMarked;
