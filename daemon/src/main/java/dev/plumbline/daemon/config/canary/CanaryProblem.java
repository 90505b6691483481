package dev.plumbline.daemon.config.canary;

/** Something in a canary file that is wrong, or (a warning) that its author should know; line and column 1-based. */
public record CanaryProblem(String file, int line, int column, String message) implements Comparable<CanaryProblem> {

    @Override
    public int compareTo(CanaryProblem other) {
        int byFile = file.compareTo(other.file);
        int byLine = byFile != 0 ? byFile : Integer.compare(line, other.line);
        return byLine != 0 ? byLine : Integer.compare(column, other.column);
    }

    /** {@code file:line:column: message}. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + message;
    }
}
