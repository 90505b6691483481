package dev.plumbline.daemon.upstream;

/** Numbers as the API writes them. */
final class Numbers {
    private static final double MOST_SECONDS = 1e15;

    private Numbers() {}

    /** A sample's value. @throws UpstreamFailure when it is none */
    static double parse(String text) {
        return switch (text) {
            case "NaN" -> Double.NaN;
            case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> number(text);
        };
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new UpstreamFailure("the answer has \"" + (text.length() > 40 ? text.substring(0, 40) + "…" : text) + "\" where a number belongs", e);
        }
    }

    /** A time in seconds, as milliseconds. */
    static long millis(String seconds) {
        double value = number(seconds);
        if (!(Math.abs(value) < MOST_SECONDS)) {
            throw new UpstreamFailure("the answer has the time " + seconds, null);
        }
        return Math.round(value * 1000);
    }
}
