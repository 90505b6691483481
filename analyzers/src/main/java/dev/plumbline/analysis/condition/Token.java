package dev.plumbline.analysis.condition;

/**
 * A piece of a condition.
 *
 * @param text of a string without its quotes and escapes
 * @param at index of its first character
 */
record Token(Kind kind, String text, int at) {
    enum Kind { NUMBER, STRING, NAME, OPERATOR, END }

    boolean is(String operator) {
        return kind == Kind.OPERATOR && text.equals(operator);
    }

    /** Whether it is this word: a name where a name is expected, an operator elsewhere. */
    boolean isWord(String word) {
        return kind == Kind.NAME && text.equals(word);
    }

    String shown() {
        return kind == Kind.END ? "the end" : "\"" + text + "\"";
    }
}
