package dev.plumbline.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.model.Labels;
import dev.plumbline.template.alertmanager.AlertmanagerTemplates;
import dev.plumbline.template.prometheus.PrometheusFunctions;
import dev.plumbline.template.prometheus.QueryFunction.QuerySample;
import dev.plumbline.template.prometheus.RuleTemplate;
import dev.plumbline.template.prometheus.RuleTemplateContext;
import dev.plumbline.template.value.TemplateException;
import dev.plumbline.testkit.vectors.VectorFile;
import dev.plumbline.time.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.jspecify.annotations.Nullable;

/** Templates of Prometheus and Alertmanager give what those programs give. */
class TemplateVectorsTest {

    @Test
    void prometheusFunctions() {
        VectorFile.open("prometheus-template-functions").ifPresent(file -> {
            JsonNode environment = file.root().get("environment");
            file.context("environment");
            file.section("cases", c -> check(c, () -> prometheus(c, environment)));
            file.finish();
        });
    }

    private static String prometheus(JsonNode c, JsonNode environment) {
        var samples = new ArrayList<QuerySample>();
        c.path("query_result").forEach(s -> samples.add(new QuerySample(labels(s.get("labels")), s.get("value").asDouble())));
        var context = new RuleTemplateContext(Labels.EMPTY, 0, Labels.EMPTY, environment.get("external_url").asText(),
                environment.get("now_unix_ms").asLong(), (_, _) -> List.copyOf(samples));
        boolean html = c.path("html").asBoolean();
        Functions functions = html ? PrometheusFunctions.console() : PrometheusFunctions.all();
        boolean strict = c.path("options").toString().contains("missingkey=error");
        var execution = new Execution(PrometheusFunctions.bound(functions, context), List.of(),
                strict ? Execution.MissingKey.ERROR : Execution.MissingKey.ZERO, Limits.DEFAULT);
        Template template = Template.parse("test", c.get("template").asText(), functions);
        return html ? template.html(data(c), execution) : template.text(data(c), execution);
    }

    /** Whole numbers of a list of floats are floats. */
    private static @Nullable Object data(JsonNode c) {
        if (!c.path("data_type").asText().startsWith("float64")) {
            return MessageValues.of(c.get("data"));
        }
        var floats = new ArrayList<Double>();
        c.get("data").forEach(n -> floats.add(n.asDouble()));
        return floats;
    }

    private static Labels labels(JsonNode node) {
        var builder = new Labels.Builder();
        node.properties().forEach(e -> builder.set(e.getKey(), e.getValue().asText()));
        return builder.build();
    }

    @Test
    void ruleTemplates() {
        VectorFile.open("prometheus-rule-template-parse").ifPresent(file -> {
            file.section("cases", c -> {
                String text = c.get("text").asText();
                if (c.get("valid").asBoolean()) {
                    assertThat(RuleTemplate.parse(text).text()).isEqualTo(text);
                } else {
                    assertThatThrownBy(() -> RuleTemplate.parse(text)).isInstanceOf(TemplateException.class);
                }
            });
            file.finish();
        });
    }

    @Test
    void alertmanagerFunctions() {
        VectorFile.open("alertmanager-template-functions").ifPresent(file -> {
            var templates = AlertmanagerTemplates.load(List.of(), new VirtualTime(0));
            file.section("cases", c -> check(c, () -> {
                Object data = MessageValues.of(c.get("data"));
                String template = c.get("template").asText();
                return c.path("html").asBoolean() ? templates.html(template, data) : templates.text(template, data);
            }));
            file.finish();
        });
    }

    /** Something that gives a text. */
    private interface Expansion {
        String run();
    }

    private static void check(JsonNode c, Expansion expansion) {
        if (c.path("fails").asBoolean()) {
            ThrowingCallable failing = expansion::run;
            assertThatThrownBy(failing).isInstanceOf(TemplateException.class);
        } else {
            assertThat(expansion.run()).isEqualTo(c.get("expected").asText());
        }
    }
}
