package dev.plumbline.template.prometheus;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Labels;
import dev.plumbline.template.value.Arguments;
import dev.plumbline.template.value.Fields;
import dev.plumbline.template.value.Kind;
import dev.plumbline.template.value.TemplateException;
import dev.plumbline.template.value.TemplateObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The samples of a query inside a template. */
record QueryResult(List<?> underlying) implements TemplateObject {

    @Override
    public String typeName() {
        return "template.queryResult";
    }

    static QueryResult of(RuleTemplateContext context, String query) {
        try {
            return new QueryResult(context.query().query(query, context.timeMillis()).stream()
                    .map(s -> new Sample(s.labels(), value(s.value(), s.histogram()))).toList());
        } catch (TemplateException e) {
            throw e;
        } catch (RuntimeException e) { // whatever the query's failure is, it is what the alert shall say
            throw new TemplateException(String.valueOf(e.getMessage()));
        }
    }

    /** A number, or a histogram as text. */
    static Object value(double number, @Nullable Histogram histogram) {
        return histogram == null ? number : HistogramValueText.print(histogram);
    }

    /** A sample; its value is a number or a text. */
    record Sample(Labels labels, Object value) implements TemplateObject {
        @Override
        public String typeName() {
            return "*template.sample";
        }

        @Override
        public Fields underlying() {
            return Fields.of("Labels", labels).and("Value", value);
        }
    }

    static Object first(List<?> samples) {
        if (samples.isEmpty() || samples.getFirst() == null) {
            throw new TemplateException("first() called on vector with no elements");
        }
        return samples.getFirst();
    }

    static Sample sample(Arguments arguments, int i) {
        if (arguments.get(i) instanceof Sample sample) {
            return sample;
        }
        throw new TemplateException("wrong type for value; expected *template.sample; got " + Kind.typeName(arguments.get(i)));
    }

    /** Stable. */
    static QueryResult sorted(String label, List<?> samples) {
        var sorted = new ArrayList<Sample>();
        for (Object element : samples) {
            if (!(element instanceof Sample sample)) {
                throw new TemplateException("wrong type for value; expected template.queryResult; got " + Kind.typeName(element));
            }
            sorted.add(sample);
        }
        sorted.sort(Comparator.comparing(sample -> sample.labels().get(label)));
        return new QueryResult(List.copyOf(sorted));
    }
}
