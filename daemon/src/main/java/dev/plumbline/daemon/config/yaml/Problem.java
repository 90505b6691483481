package dev.plumbline.daemon.config.yaml;

/** Something to tell the user about a file. Prints as {@code file:line:column: message}. */
public record Problem(Position at, Severity severity, String message) {

    /** What a problem means for loading. */
    public enum Severity {
        /** Wrong; nothing is loaded. */
        ERROR,
        /** Right, but this version does not do it yet and leaving it out would lose something; nothing is loaded. */
        NOT_YET,
        /** Worth saying; loading goes on. */
        WARNING
    }

    @Override
    public String toString() {
        return at + ": " + (severity == Severity.WARNING ? "warning: " : "") + message;
    }
}
