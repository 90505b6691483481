package dev.plumbline.testkit.script;

/** A script that is not one: what is wrong and in which line. */
public final class ScriptException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int line;

    public ScriptException(int line, String message) {
        super(message);
        this.line = line;
    }

    /** 1-based. */
    public int line() {
        return line;
    }
}
