package dev.plumbline.testkit.tidy;

/**
 * Something that is not tidy.
 *
 * @param file relative to the root, with forward slashes
 * @param line counts from 1
 * @param message what it is and what would be right
 */
public record Finding(String file, int line, String message) {

    @Override
    public String toString() {
        return file + ":" + line + ": " + message;
    }
}
