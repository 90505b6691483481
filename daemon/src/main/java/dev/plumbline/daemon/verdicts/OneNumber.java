package dev.plumbline.daemon.verdicts;

import dev.plumbline.analysis.canary.Reading;
import dev.plumbline.promql.Value;
import java.util.List;

/** The one number that a metric's query must yield. */
public final class OneNumber {
    private OneNumber() {}

    /** The number, or what there is instead. */
    public static Reading of(Value value) {
        return switch (value) {
            case Value.Scalar s -> finite(s.value());
            case Value.Vector v -> one(v.elements());
            case Value.Text t -> new Reading.Unreadable("the query yields a string, must yield one number");
            case Value.Matrix m -> new Reading.Unreadable("the query yields a range vector, must yield one number");
        };
    }

    private static Reading one(List<Value.Element> elements) {
        if (elements.isEmpty()) {
            return new Reading.Missing("the query returned nothing");
        }
        if (elements.size() > 1) {
            return new Reading.Unreadable("the query returned " + elements.size() + " series, must be one; aggregate them, "
                    + "for example with sum(...)");
        }
        Value.Element e = elements.getFirst();
        return e.histogram() == null ? finite(e.value())
                : new Reading.Unreadable("the query returned a native histogram, must be a number");
    }

    private static Reading finite(double value) {
        return Double.isFinite(value) ? new Reading.Number(value) : new Reading.Missing("the value is " + value);
    }
}
