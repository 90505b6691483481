package dev.plumbline.template.value;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a function or method is called with; each getter fails with Go's words when an argument is of another type. */
public record Arguments(List<@Nullable Object> values) {

    public Arguments {
        values = Collections.unmodifiableList(values);
    }

    public int size() {
        return values.size();
    }

    /** The i-th argument, 0-based. */
    public @Nullable Object get(int i) {
        return values.get(i);
    }

    /** Arguments from the i-th on. */
    public List<@Nullable Object> from(int i) {
        return values.subList(i, values.size());
    }

    /** Fails unless there are {@code min} to {@code max} arguments. */
    public Arguments expect(String name, int min, int max) {
        int n = size();
        if (n < min || n > max) {
            String want = min == max ? "want " + min : "want at least " + min;
            throw new TemplateException("wrong number of args for " + name + ": " + want + " got " + n);
        }
        return this;
    }

    /** A string, also one of a named type. */
    public String string(int i) {
        return Kind.plain(get(i)) instanceof String s ? s : wrong(i, "string");
    }

    /** An integer; a float without fraction passes, as a constant does in Go. */
    public long integer(int i) {
        Object value = Kind.plain(get(i));
        if (value instanceof Double d && d == Math.rint(d) && Math.abs(d) < 1e18) {
            return d.longValue();
        }
        return value instanceof Number n && !(value instanceof Double) ? n.longValue() : this.<Long>wrong(i, "int");
    }

    /** Any number. */
    public double number(int i) {
        return Kind.plain(get(i)) instanceof Number n ? n.doubleValue() : this.<Double>wrong(i, "float64");
    }

    public boolean bool(int i) {
        return Kind.plain(get(i)) instanceof Boolean b ? b : this.<Boolean>wrong(i, "bool");
    }

    public List<?> list(int i) {
        return Kind.plain(get(i)) instanceof List<?> list ? list : wrong(i, "[]interface {}");
    }

    /** A list of strings. */
    public List<String> strings(int i) {
        var strings = new ArrayList<String>();
        for (Object element : list(i)) {
            if (!(Kind.plain(element) instanceof String s)) {
                return wrong(i, "[]string");
            }
            strings.add(s);
        }
        return strings;
    }

    public TimeValue time(int i) {
        return get(i) instanceof TimeValue time ? time : wrong(i, "time.Time");
    }

    /** A duration; an integer counts nanoseconds. */
    public DurationValue duration(int i) {
        return get(i) instanceof DurationValue d ? d : get(i) instanceof Long nanos ? new DurationValue(nanos) : wrong(i, "time.Duration");
    }

    private <T> T wrong(int i, String wanted) {
        Object value = get(i);
        throw new TemplateException(value == null ? "invalid value; expected " + wanted
                : "wrong type for value; expected " + wanted + "; got " + Kind.typeName(value));
    }
}
