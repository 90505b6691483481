package dev.plumbline.template.value;

import org.jspecify.annotations.Nullable;

/** Go's {@code time.Duration}: nanoseconds, ±292 years. */
public record DurationValue(long nanos) implements TemplateObject {
    private static final long SECOND = 1_000_000_000L;

    public static DurationValue ofMillis(long millis) {
        long limit = Long.MAX_VALUE / 1_000_000;
        return new DurationValue(Math.clamp(millis, -limit, limit) * 1_000_000);
    }

    @Override
    public String typeName() {
        return "time.Duration";
    }

    @Override
    public Long underlying() {
        return nanos;
    }

    /** {@code 1h15m30.918s}, {@code 1.5ms}, {@code 0s}. */
    @Override
    public String text() {
        if (nanos == 0) {
            return "0s";
        }
        String sign = nanos < 0 ? "-" : "";
        long size = nanos == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(nanos);
        if (size < 1000) {
            return sign + size + "ns";
        }
        if (size < SECOND) {
            return sign + (size < 1_000_000 ? decimal(size, 1000) + "µs" : decimal(size, 1_000_000) + "ms");
        }
        long hours = size / (3600 * SECOND);
        long minutes = size / (60 * SECOND) % 60;
        String seconds = decimal(size % (60 * SECOND), SECOND) + "s";
        return sign + (hours > 0 ? hours + "h" : "") + (hours > 0 || minutes > 0 ? minutes + "m" : "") + seconds;
    }

    private static String decimal(long value, long unit) {
        long fraction = value % unit;
        if (fraction == 0) {
            return Long.toString(value / unit);
        }
        String digits = Long.toString(unit + fraction).substring(1);
        int end = digits.length();
        while (digits.charAt(end - 1) == '0') {
            end--;
        }
        return value / unit + "." + digits.substring(0, end);
    }

    @Override
    public @Nullable TemplateMethod method(String name) {
        return switch (name) {
            case "String" -> a -> take(a, name, 0).text();
            case "Seconds" -> a -> take(a, name, 0).in(SECOND);
            case "Minutes" -> a -> take(a, name, 0).in(60 * SECOND);
            case "Hours" -> a -> take(a, name, 0).in(3600 * SECOND);
            case "Milliseconds" -> a -> take(a, name, 0).nanos / 1_000_000;
            case "Microseconds" -> a -> take(a, name, 0).nanos / 1000;
            case "Nanoseconds" -> a -> take(a, name, 0).nanos;
            case "Abs" -> a -> new DurationValue(Math.abs(Math.max(take(a, name, 0).nanos, -Long.MAX_VALUE)));
            case "Truncate" -> a -> take(a, name, 1).truncate(a.duration(0).nanos);
            case "Round" -> a -> take(a, name, 1).round(a.duration(0).nanos);
            default -> null;
        };
    }

    private DurationValue take(Arguments arguments, String name, int count) {
        arguments.expect(name, count, count);
        return this;
    }

    private double in(long unit) {
        return (double) (nanos / unit) + (double) (nanos % unit) / unit;
    }

    private DurationValue truncate(long unit) {
        return unit <= 0 ? this : new DurationValue(nanos - nanos % unit);
    }

    /** To the nearest multiple, halves away from zero. */
    private DurationValue round(long unit) {
        if (unit <= 0) {
            return this;
        }
        long rest = nanos % unit;
        long down = nanos - rest;
        if (Math.abs(rest) < unit - Math.abs(rest)) {
            return new DurationValue(down);
        }
        try {
            return new DurationValue(Math.addExact(down, nanos < 0 ? -unit : unit));
        } catch (ArithmeticException _) {
            return new DurationValue(nanos < 0 ? Long.MIN_VALUE : Long.MAX_VALUE);
        }
    }
}
