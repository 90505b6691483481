package dev.plumbline.promql.eval;

import java.util.List;

/** What an expression evaluated to, for all steps. */
sealed interface Operand {

    /** One number a step. */
    record Scalar(double[] values) implements Operand {}

    /** A string. */
    record Text(String value) implements Operand {}

    /** An instant vector a step. */
    record Vector(List<Column> columns) implements Operand {}
}
