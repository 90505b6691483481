package dev.plumbline.analysis.condition;

/** A condition cannot be read or evaluated. */
public final class ConditionException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int column;

    /** @param at index of the character where it went wrong, from 0 */
    ConditionException(int at, String message) {
        super(message + " at column " + (at + 1));
        column = at + 1;
    }

    /** Column of the place, from 1. */
    public int column() {
        return column;
    }

    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? "" : message;
    }
}
