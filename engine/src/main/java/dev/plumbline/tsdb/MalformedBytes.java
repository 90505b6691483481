package dev.plumbline.tsdb;

/** Bytes that do not follow their format; the text says what was met. Never leaves this package. */
final class MalformedBytes extends RuntimeException {
    private static final long serialVersionUID = 1;

    MalformedBytes(String message) {
        super(message);
    }

    /** The text, which the constructor requires. */
    String text() {
        return String.valueOf(getMessage());
    }
}
