package dev.plumbline.promql.parser;

/**
 * Finds the end of a number ({@code 1.5e3}, {@code 0x1F}, {@code 1_000}) or of a duration ({@code 1h30m}). Whether what
 * is found has a value is decided later.
 */
final class NumberScanner {
    private final String text;
    private int pos;

    NumberScanner(String text, int start) {
        this.text = text;
        this.pos = start;
    }

    int position() {
        return pos;
    }

    /** NUMBER, DURATION, or ERROR with the position after what is wrong. */
    TokenType scan() {
        if (number()) {
            return TokenType.NUMBER;
        }
        return duration() ? TokenType.DURATION : TokenType.ERROR;
    }

    private int peek() {
        return pos < text.length() ? text.charAt(pos) : -1;
    }

    private boolean accept(String chars) {
        if (pos < text.length() && chars.indexOf(text.charAt(pos)) >= 0) {
            pos++;
            return true;
        }
        return false;
    }

    private void acceptAll(String chars) {
        while (accept(chars)) {
            // goes on
        }
    }

    private boolean number() {
        String digits = "0123456789_";
        String exponent = "eE";
        if (accept("0") && accept("xX")) {
            digits = "0123456789abcdefABCDEF_";
            exponent = "pP";
        }
        acceptAll(digits);
        if (accept(".")) {
            acceptAll(digits);
            if (accept(".")) {
                return false;
            }
        }
        if (accept(exponent)) {
            accept("+-");
            acceptAll("0123456789_");
        }
        return !Lexer.isAlphanumeric(peek());
    }

    private boolean duration() {
        if (!accept("smhdwy")) {
            return false;
        }
        accept("s");
        while (accept("0123456789")) {
            acceptAll("0123456789");
            if (!accept("smhdw")) {
                return false;
            }
            accept("s");
        }
        if (Lexer.isAlphanumeric(peek())) {
            pos++;
            return false;
        }
        return true;
    }
}
