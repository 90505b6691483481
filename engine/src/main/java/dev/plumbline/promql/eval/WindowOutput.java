package dev.plumbline.promql.eval;

import dev.plumbline.model.Histogram;
import dev.plumbline.promql.ast.Span;
import dev.plumbline.promql.function.Output;

/** Writes what windows of one series yield into its column, and their notes to the query's annotations. */
final class WindowOutput implements Output {
    private final Annotations annotations;
    private final Span at;
    private final String metric;
    private final Column column;
    private int step;

    WindowOutput(Annotations annotations, Span at, String metric, Column column) {
        this.annotations = annotations;
        this.at = at;
        this.metric = metric;
        this.column = column;
    }

    void moveTo(int newStep) {
        step = newStep;
    }

    @Override
    public void set(double value) {
        column.set(step, value);
    }

    @Override
    public void set(Histogram histogram) {
        column.set(step, histogram);
    }

    @Override
    public void warn(String text) {
        annotations.warn(text, at);
    }

    @Override
    public void inform(String text) {
        annotations.inform(text, at);
    }

    @Override
    public void warnMetric(String text) {
        annotations.warnMetric(text, metric, at);
    }

    @Override
    public void countMetric(String text) {
        annotations.countMetric(text, metric, at);
    }

    @Override
    public void informMetric(String text) {
        annotations.informMetric(text, metric, at);
    }
}
