package dev.plumbline.promql;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Labels;
import dev.plumbline.promql.ast.ValueType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a query yields. Immutable. */
public sealed interface Value {

    ValueType type();

    /** One number at one time. */
    record Scalar(long timeMillis, double value) implements Value {
        @Override
        public ValueType type() {
            return ValueType.SCALAR;
        }
    }

    /** One string at one time. */
    record Text(long timeMillis, String value) implements Value {
        @Override
        public ValueType type() {
            return ValueType.STRING;
        }
    }

    /** One element of a vector; {@code histogram} null: a float. */
    record Element(Labels labels, long timeMillis, double value, @Nullable Histogram histogram) {}

    /** Elements in the order that the expression defines, else in no particular order. */
    record Vector(List<Element> elements) implements Value {
        public Vector {
            elements = List.copyOf(elements);
        }

        @Override
        public ValueType type() {
            return ValueType.VECTOR;
        }
    }

    /**
     * One series of a matrix: columns of equal length, times ascending, never empty.
     *
     * @param histograms null when there are floats only; else one per point, null at a float's place
     */
    record Points(Labels labels, long[] times, double[] values, @Nullable Histogram @Nullable [] histograms) {}

    /** Series in ascending order of labels. */
    record Matrix(List<Points> series) implements Value {
        public Matrix {
            series = List.copyOf(series);
        }

        @Override
        public ValueType type() {
            return ValueType.MATRIX;
        }
    }
}
