package dev.plumbline.promql.eval;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.plumbline.model.Labels;
import dev.plumbline.promql.QueryException;
import dev.plumbline.promql.ast.Expr;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;

/** Functions that change labels or the order of elements. */
final class LabelCalls {
    private final Query query;
    private final Evaluator evaluator;

    LabelCalls(Query query, Evaluator evaluator) {
        this.query = query;
        this.evaluator = evaluator;
    }

    List<Column> evaluate(Expr.Call c, Steps steps) {
        List<Column> in = evaluator.vector(c.args().getFirst(), steps);
        return switch (c.function()) {
            case "label_replace" -> replace(c, in);
            case "label_join" -> join(c, in);
            case "sort", "sort_desc" -> sortByValue(c, in, steps);
            default -> sortByLabel(c, in, steps);
        };
    }

    private static String text(Expr.Call c, int arg) {
        Expr e = c.args().get(arg);
        while (e instanceof Expr.Parens p) {
            e = p.expr();
        }
        if (e instanceof Expr.StringLiteral s) {
            return s.value();
        }
        throw new QueryException(QueryException.Type.INTERNAL, "argument " + (arg + 1) + " of " + c.function() + " is no string");
    }

    private static QueryException execution(String message) {
        return new QueryException(QueryException.Type.EXECUTION, message);
    }

    private List<Column> replace(Expr.Call c, List<Column> in) {
        String target = text(c, 1);
        String replacement = text(c, 2);
        String source = text(c, 3);
        Pattern pattern;
        try {
            pattern = Pattern.compile("^(?s:" + text(c, 4) + ")$");
        } catch (PatternSyntaxException e) {
            throw execution("invalid regular expression in label_replace(): " + text(c, 4) + ": " + e.getDescription());
        }
        if (!isLabelName(target)) {
            throw execution("invalid destination label name in label_replace(): " + target);
        }
        return relabel(in, target, labels -> {
            Matcher m = pattern.matcher(labels.get(source));
            return m.matches() ? labels.with(target, expand(replacement, m)) : labels;
        });
    }

    /** Any text that is valid UTF-8; a byte that is none is a lone surrogate here. */
    static boolean isLabelName(String name) {
        return !name.isEmpty() && name.indexOf('\uFFFD') < 0
                && name.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    /** {@code $1}, {@code ${1}}, {@code $name}, {@code $$} as Go's {@code Regexp.Expand}: an unknown group is empty. */
    private static String expand(String template, Matcher m) {
        var out = new StringBuilder();
        int i = 0;
        while (i < template.length()) {
            char ch = template.charAt(i++);
            if (ch != '$' || i == template.length()) {
                out.append(ch);
                continue;
            }
            if (template.charAt(i) == '$') {
                out.append('$');
                i++;
                continue;
            }
            boolean braces = template.charAt(i) == '{';
            int from = braces ? i + 1 : i;
            int to = from;
            while (to < template.length() && isWord(template.charAt(to))) {
                to++;
            }
            if (to == from || braces && (to == template.length() || template.charAt(to) != '}')) {
                out.append('$');
                continue;
            }
            out.append(group(m, template.substring(from, to)));
            i = braces ? to + 1 : to;
        }
        return out.toString();
    }

    private static boolean isWord(char c) {
        return c == '_' || Character.isLetterOrDigit(c);
    }

    private static String group(Matcher m, String name) {
        try {
            String value = name.chars().allMatch(ch -> ch >= '0' && ch <= '9')
                    ? name.length() < 9 && Integer.parseInt(name) <= m.groupCount() ? m.group(Integer.parseInt(name)) : ""
                    : m.group(name);
            return value == null ? "" : value;
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private List<Column> join(Expr.Call c, List<Column> in) {
        String target = text(c, 1);
        String separator = text(c, 2);
        var sources = new ArrayList<String>();
        for (int i = 3; i < c.args().size(); i++) {
            if (!isLabelName(text(c, i))) {
                throw execution("invalid source label name in label_join(): " + text(c, i));
            }
            sources.add(text(c, i));
        }
        if (!isLabelName(target)) {
            throw execution("invalid destination label name in label_join(): " + target);
        }
        return relabel(in, target,
                labels -> labels.with(target, String.join(separator, sources.stream().map(labels::get).toList())));
    }

    private static List<Column> relabel(List<Column> in, String target, UnaryOperator<Labels> change) {
        var out = new ArrayList<Column>(in.size());
        boolean name = target.equals(Labels.METRIC_NAME);
        for (Column c : in) {
            Labels changed = change.apply(c.labels);
            boolean keep = name && (changed != c.labels || c.labels.has(Labels.METRIC_NAME));
            out.add(c.relabeled(changed, c.dropName && !keep));
        }
        return Columns.mergeEqual(out);
    }

    private List<Column> sortByValue(Expr.Call c, List<Column> in, Steps steps) {
        if (warnOfSteps(c, steps)) {
            return in.stream().map(LabelCalls::floats).toList();
        }
        boolean descending = c.function().equals("sort_desc");
        Comparator<Column> order = (a, b) -> compare(a.values[0], b.values[0], descending);
        return in.stream().filter(column -> column.hasFloat(0)).sorted(order).toList();
    }

    /** NaN comes last either way. */
    static int compare(double a, double b, boolean descending) {
        if (Double.isNaN(a) || Double.isNaN(b)) {
            return Boolean.compare(Double.isNaN(a), Double.isNaN(b));
        }
        return a == b ? 0 : (a < b) == descending ? 1 : -1;
    }

    private static Column floats(Column c) {
        if (c.histograms == null) {
            return c;
        }
        Column floats = Column.empty(c.labels, c.dropName, c.values.length);
        for (int i = 0; i < c.values.length; i++) {
            if (c.hasFloat(i)) {
                floats.set(i, c.values[i]);
            }
        }
        return floats;
    }

    /** Over many steps, of a range query or of a subquery, there is no order. */
    private boolean warnOfSteps(Expr.Call c, Steps steps) {
        if (steps.count() > 1) {
            query.annotations.warn("sort is ineffective for range queries since results are always ordered by labels", c.span());
        }
        return steps.count() > 1;
    }

    private List<Column> sortByLabel(Expr.Call c, List<Column> in, Steps steps) {
        if (warnOfSteps(c, steps)) {
            return in;
        }
        Comparator<Column> order = (a, b) -> {
            for (int i = 1; i < c.args().size(); i++) {
                int cmp = NaturalOrder.compare(a.labels.get(text(c, i)), b.labels.get(text(c, i)));
                if (cmp != 0) {
                    return cmp;
                }
            }
            return a.labels.compareTo(b.labels);
        };
        return in.stream().sorted(c.function().equals("sort_by_label") ? order : order.reversed()).toList();
    }
}
