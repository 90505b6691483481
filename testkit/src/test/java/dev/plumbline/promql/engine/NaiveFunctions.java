package dev.plumbline.promql.engine;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Functions from a number to a number. */
final class NaiveFunctions {
    private NaiveFunctions() {}

    static double apply(String function, double v) {
        return switch (function) {
            case "abs" -> Math.abs(v);
            case "ceil" -> Math.ceil(v);
            case "floor" -> Math.floor(v);
            case "exp" -> Math.exp(v);
            case "sqrt" -> Math.sqrt(v);
            case "ln" -> Math.log(v);
            case "log2" -> Math.log(v) / Math.log(2);
            case "log10" -> Math.log10(v);
            case "sgn" -> v == 0 || Double.isNaN(v) ? v : v > 0 ? 1 : -1;
            case "sin" -> Math.sin(v);
            case "cos" -> Math.cos(v);
            case "tan" -> Math.tan(v);
            case "atan" -> Math.atan(v);
            case "tanh" -> Math.tanh(v);
            case "deg" -> v * 180 / Math.PI;
            case "rad" -> v * Math.PI / 180;
            default -> calendar(function, v);
        };
    }

    private static double calendar(String function, double seconds) {
        LocalDateTime t = LocalDateTime.ofInstant(Instant.ofEpochSecond((long) seconds), ZoneOffset.UTC);
        return switch (function) {
            case "minute" -> t.getMinute();
            case "hour" -> t.getHour();
            case "day_of_month" -> t.getDayOfMonth();
            case "day_of_week" -> t.getDayOfWeek().getValue() % 7;
            case "day_of_year" -> t.getDayOfYear();
            case "days_in_month" -> t.toLocalDate().lengthOfMonth();
            case "month" -> t.getMonthValue();
            case "year" -> t.getYear();
            default -> throw new IllegalArgumentException("not in the naive subset: " + function);
        };
    }
}
