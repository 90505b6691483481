package dev.plumbline.promql.parser;

import java.math.BigDecimal;

/** Numbers as the language reads and prints them, which is as Go's strconv does. */
public final class NumberText {
    private NumberText() {}

    /**
     * Reads an integer with base prefix ({@code 0x1F}, {@code 0b1}, {@code 0o7}, {@code 017}) or a float, underscores
     * between digits allowed, {@code Inf} and {@code NaN} in any case.
     *
     * @throws NumberFormatException with Go's words when it is none or is beyond the largest double
     */
    public static double parse(String text) {
        boolean minus = text.startsWith("-");
        String body = minus || text.startsWith("+") ? text.substring(1) : text;
        double value = parseUnsigned(body, text);
        return minus ? -value : value;
    }

    private static double parseUnsigned(String body, String text) {
        if (body.equalsIgnoreCase("inf") || body.equalsIgnoreCase("infinity")) {
            return Double.POSITIVE_INFINITY;
        }
        if (body.equalsIgnoreCase("nan")) {
            return Double.NaN;
        }
        if (!body.matches("[0-9.].*") || body.matches(".*(__|_\\.|\\._|_$|[eEpP]_|_[eEpP][-+0-9]*$).*") || body.matches("\\.?[eE].*")) {
            throw syntax(text);
        }
        String digits = body.replace("_", "");
        try {
            return digits.matches("0[xX].*") ? hex(digits) : digits.matches("0[bB][01]+") ? integer(digits.substring(2), 2)
                    : digits.matches("0[oO][0-7]+") ? integer(digits.substring(2), 8)
                    : digits.matches("0[0-7]+") ? integer(digits.substring(1), 8) : decimal(digits, text);
        } catch (NumberFormatException e) {
            throw e.getMessage() != null && e.getMessage().startsWith("strconv") ? e : syntax(text);
        }
    }

    private static double integer(String digits, int radix) {
        return new java.math.BigInteger(digits, radix).doubleValue();
    }

    private static double hex(String digits) {
        boolean isFloat = digits.indexOf('.') >= 0 || digits.indexOf('p') >= 0 || digits.indexOf('P') >= 0;
        return isFloat ? Double.parseDouble(digits) : integer(digits.substring(2), 16);
    }

    private static double decimal(String digits, String text) {
        char last = digits.charAt(digits.length() - 1);
        if (!Lexer.isDigit(last) && last != '.') {
            throw syntax(text);
        }
        double value = Double.parseDouble(digits);
        if (Double.isInfinite(value)) {
            throw new NumberFormatException("strconv.ParseFloat: parsing \"" + text + "\": value out of range");
        }
        return value;
    }

    private static NumberFormatException syntax(String text) {
        return new NumberFormatException("strconv.ParseFloat: parsing \"" + text + "\": invalid syntax");
    }

    /** The shortest decimal that reads back equal, without exponent; {@code +Inf}, {@code -Inf}, {@code NaN}. */
    public static String format(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        BigDecimal shortest = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        return shortest.toPlainString();
    }
}
