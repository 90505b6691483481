package dev.plumbline.template.value;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Go's {@code time.Time}: an instant, to the nanosecond, seen in a zone. */
public record TimeValue(Instant instant, ZoneId zone) implements TemplateObject {
    /** The start of year 1, which is what a time that was never set is in Go. */
    public static final TimeValue ZERO = new TimeValue(Instant.parse("0001-01-01T00:00:00Z"), ZoneOffset.UTC);

    private static final String STRING_LAYOUT = "2006-01-02 15:04:05.999999999 -0700 MST";
    private static final String JSON_LAYOUT = "2006-01-02T15:04:05.999999999Z07:00";

    /** Milliseconds since the Unix epoch, in UTC. */
    public static TimeValue ofMillis(long millis) {
        return new TimeValue(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
    }

    @Override
    public String typeName() {
        return "time.Time";
    }

    @Override
    public Fields underlying() {
        return Fields.NONE;
    }

    @Override
    public String text() {
        return format(STRING_LAYOUT);
    }

    /** RFC 3339 with as many decimals as it has. */
    @Override
    public String json() {
        return format(JSON_LAYOUT);
    }

    /** In a layout of Go, such as {@code 2006-01-02 15:04:05 MST}. */
    public String format(String layout) {
        return TimeLayout.of(layout).format(local());
    }

    /**
     * Reads a time in a layout of Go.
     *
     * @throws TemplateException when the text is not in the layout, or names no time
     */
    public static TimeValue parse(String layout, String text) {
        return TimeParser.parse(layout, text);
    }

    private ZonedDateTime local() {
        return instant.atZone(zone);
    }

    /** The same instant seen elsewhere. */
    public TimeValue in(ZoneId other) {
        return new TimeValue(instant, other);
    }

    /** How long after the other time this one is; at most ±292 years. */
    public DurationValue since(TimeValue other) {
        try {
            return new DurationValue(Duration.between(other.instant, instant).toNanos());
        } catch (ArithmeticException _) {
            return new DurationValue(instant.isAfter(other.instant) ? Long.MAX_VALUE : Long.MIN_VALUE);
        }
    }

    @Override
    public @Nullable TemplateMethod method(String name) {
        return switch (name) {
            case "Format" -> a -> take(a, name, 1).format(a.string(0));
            case "String" -> a -> take(a, name, 0).text();
            case "Add" -> a -> take(a, name, 1).plus(a.duration(0));
            case "Sub" -> a -> take(a, name, 1).since(a.time(0));
            case "AddDate" -> a -> take(a, name, 3).plusDate(a.integer(0), a.integer(1), a.integer(2));
            case "After" -> a -> take(a, name, 1).instant.isAfter(a.time(0).instant);
            case "Before" -> a -> take(a, name, 1).instant.isBefore(a.time(0).instant);
            case "Equal" -> a -> take(a, name, 1).instant.equals(a.time(0).instant);
            case "Compare" -> a -> (long) Integer.signum(take(a, name, 1).instant.compareTo(a.time(0).instant));
            case "IsZero" -> a -> take(a, name, 0).instant.equals(ZERO.instant);
            case "UTC", "Local" -> a -> take(a, name, 0).in(ZoneOffset.UTC);
            default -> part(name);
        };
    }

    private @Nullable TemplateMethod part(String name) {
        return switch (name) {
            case "Unix" -> a -> take(a, name, 0).instant.getEpochSecond();
            case "UnixMilli" -> a -> take(a, name, 0).instant.getEpochSecond() * 1000 + instant.getNano() / 1_000_000;
            case "UnixMicro" -> a -> take(a, name, 0).instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000;
            case "UnixNano" -> a -> take(a, name, 0).instant.getEpochSecond() * 1_000_000_000 + instant.getNano();
            case "Year" -> a -> (long) take(a, name, 0).local().getYear();
            case "Month" -> a -> take(a, name, 0).month();
            case "Day" -> a -> (long) take(a, name, 0).local().getDayOfMonth();
            case "YearDay" -> a -> (long) take(a, name, 0).local().getDayOfYear();
            case "Weekday" -> a -> take(a, name, 0).weekday();
            case "Hour" -> a -> (long) take(a, name, 0).local().getHour();
            case "Minute" -> a -> (long) take(a, name, 0).local().getMinute();
            case "Second" -> a -> (long) take(a, name, 0).local().getSecond();
            case "Nanosecond" -> a -> (long) take(a, name, 0).local().getNano();
            default -> null;
        };
    }

    private TimeValue take(Arguments arguments, String name, int count) {
        arguments.expect(name, count, count);
        return this;
    }

    private TimeValue plus(DurationValue duration) {
        return new TimeValue(instant.plusNanos(duration.nanos()), zone);
    }

    private TimeValue plusDate(long years, long months, long days) {
        try {
            return new TimeValue(local().plusYears(years).plusMonths(months).plusDays(days).toInstant(), zone);
        } catch (DateTimeException | ArithmeticException _) {
            throw new TemplateException("AddDate leaves the range of times");
        }
    }

    private NamedInteger month() {
        var month = local().getMonth();
        return new NamedInteger("time.Month", month.getValue(), month.getDisplayName(TextStyle.FULL, Locale.ENGLISH));
    }

    /** Sunday is 0. */
    private NamedInteger weekday() {
        var day = local().getDayOfWeek();
        return new NamedInteger("time.Weekday", day.getValue() % 7, day.getDisplayName(TextStyle.FULL, Locale.ENGLISH));
    }
}
