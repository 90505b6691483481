package dev.plumbline.analysis.condition;

import dev.plumbline.analysis.value.Value;

/** Numbers in conditions and in texts. */
final class Numbers {
    private static final double BEYOND_LONG = 0x1p63;

    private Numbers() {}

    static Expression literal(Token token) {
        String text = token.text();
        try {
            if (text.startsWith("0x") || text.startsWith("0X")) {
                return new Expression.Literal(new Value.Whole(Long.parseLong(text, 2, text.length(), 16)), token.at());
            }
            boolean whole = text.chars().allMatch(Character::isDigit);
            return new Expression.Literal(whole ? new Value.Whole(Long.parseLong(text)) : new Value.Decimal(decimal(text)), token.at());
        } catch (NumberFormatException e) {
            throw new ConditionException(token.at(), text + " is no number");
        }
    }

    /** Java's own parser accepts type suffixes, which are none here. */
    private static double decimal(String text) {
        char last = text.charAt(text.length() - 1);
        if (!Character.isDigit(last) && last != '.') {
            throw new NumberFormatException(text);
        }
        return Double.parseDouble(text);
    }

    static double parseFloat(String text, int at) {
        String lower = text.toLowerCase(java.util.Locale.ROOT);
        String unsigned = lower.startsWith("+") || lower.startsWith("-") ? lower.substring(1) : lower;
        if (unsigned.equals("nan") && lower.equals(unsigned)) {
            return Double.NaN;
        }
        if (unsigned.equals("inf") || unsigned.equals("infinity")) {
            return lower.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        try {
            if (!text.isEmpty() && text.strip().equals(text)) {
                return decimal(lower);
            }
        } catch (NumberFormatException e) {
            // Told below, with the words that people search for.
        }
        throw new ConditionException(at, "strconv.ParseFloat: parsing \"" + text + "\": invalid syntax");
    }

    static long parseInt(String text, int at) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new ConditionException(at, "strconv.ParseInt: parsing \"" + text + "\": invalid syntax");
        }
    }

    /** Without its fraction. */
    static long truncated(double value, int at) {
        if (!(Math.abs(value) < BEYOND_LONG)) {
            throw new ConditionException(at, value + " is no whole number");
        }
        return (long) value;
    }
}
