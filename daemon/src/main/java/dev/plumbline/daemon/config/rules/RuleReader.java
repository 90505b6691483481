package dev.plumbline.daemon.config.rules;

import dev.plumbline.daemon.config.yaml.MappingReader;
import dev.plumbline.daemon.config.yaml.Problems;
import dev.plumbline.daemon.config.yaml.SourceText;
import dev.plumbline.daemon.config.yaml.YamlNode;
import dev.plumbline.promql.QueryException;
import dev.plumbline.promql.ast.Expr;
import dev.plumbline.promql.ast.ValueType;
import dev.plumbline.promql.parser.ParserOptions;
import dev.plumbline.promql.parser.PromqlParser;
import dev.plumbline.rules.Rule;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one rule. Used once. */
final class RuleReader {
    private final MappingReader r;
    private final RuleTexts texts;
    private final ParserOptions options;

    RuleReader(MappingReader r, SourceText source, ParserOptions options) {
        this.r = r;
        this.texts = new RuleTexts(source, r);
        this.options = options;
    }

    /** What a rule is called, or nothing. */
    static String name(YamlNode node) {
        if (!(node instanceof YamlNode.Mapping)) {
            return "";
        }
        MappingReader r = MappingReader.of(node, "a rule", new Problems());
        String record = r.string("record", "");
        return record.isEmpty() ? r.string("alert", "") : record;
    }

    /** Empty when there is no kind, name or expression to speak of, which has been reported. */
    Optional<Rule> read(Map<String, String> groupLabels) {
        String record = r.string("record", "");
        String alert = r.string("alert", "");
        if (record.isEmpty() == alert.isEmpty()) {
            r.problems().error(record.isEmpty() ? r.at() : r.at("alert"), record.isEmpty() ? "one of 'record' or 'alert' must be set"
                    : "only one of 'record' and 'alert' must be set");
        }
        Expr expr = expr();
        Map<String, String> labels = new HashMap<>(groupLabels);
        labels.putAll(texts.labels("labels"));
        Optional<Rule> rule = alert.isEmpty() ? recording(record, expr, labels) : alerting(alert, expr, labels);
        r.finish();
        return rule;
    }

    private @Nullable Expr expr() {
        if (!(r.node("expr") instanceof YamlNode.Scalar scalar) || scalar.text().isBlank()) {
            r.error("expr", r.string("expr", "").isBlank() ? "field 'expr' must be set in rule" : "field 'expr' must be text");
            return null;
        }
        try {
            Expr expr = PromqlParser.parse(scalar.text(), options);
            if (expr.type() == ValueType.VECTOR || expr.type() == ValueType.SCALAR) {
                return expr;
            }
            r.error("expr", "the expression must yield an instant vector or a scalar, and yields a " + expr.type().apiName());
        } catch (QueryException e) {
            texts.report(scalar, "could not parse expression: ", String.valueOf(e.getMessage()));
        }
        return null;
    }

    private Optional<Rule> recording(String record, @Nullable Expr expr, Map<String, String> labels) {
        onlyOfAlerts("for", r.duration("for", 0) != 0);
        onlyOfAlerts("keep_firing_for", r.duration("keep_firing_for", 0) != 0);
        onlyOfAlerts("annotations", !r.stringMap("annotations").isEmpty());
        if (record.contains("{") || record.contains("}")) {
            r.error("record", "braces present in the recording rule name; should it be in expr?: " + record);
        }
        return expr == null || record.isEmpty() ? Optional.empty()
                : Optional.of(new Rule.RecordingRule(record, expr, r.string("expr", ""), labels));
    }

    /** Empty values do no harm, as in Prometheus. */
    private void onlyOfAlerts(String key, boolean given) {
        if (given) {
            r.problems().error(r.keyAt(key), "invalid field '" + key + "' in recording rule");
        }
    }

    private Optional<Rule> alerting(String alert, @Nullable Expr expr, Map<String, String> labels) {
        long holdMillis = r.duration("for", 0);
        long keepMillis = r.duration("keep_firing_for", 0);
        Map<String, String> annotations = texts.annotations();
        texts.checkTemplates("labels", "label");
        texts.checkTemplates("annotations", "annotation");
        return expr == null ? Optional.empty()
                : Optional.of(new Rule.AlertingRule(alert, expr, r.string("expr", ""), holdMillis, keepMillis, labels, annotations));
    }
}
