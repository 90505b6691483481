package dev.plumbline.analysis.argo;

/**
 * One measured value and what the conditions make of it.
 *
 * @param value as text, JSON where it is any
 * @param message why it is an error, else empty
 */
public record Measurement(Phase phase, String value, String message) {
    static Measurement error(String value, String message) {
        return new Measurement(Phase.ERROR, value, message);
    }
}
