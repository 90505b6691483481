package dev.plumbline.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.storage.TenantLimits;
import dev.plumbline.storage.TenantRules;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.jspecify.annotations.Nullable;

class TenantsSectionTest extends SectionLoading {
    private @Nullable TenantRules rules(String text) {
        return section(load(text), PlumblineConfig::tenants);
    }

    private List<String> problems(String text) {
        return problems(load(text));
    }

    @Test
    void withoutTheSectionNobodyHasTenants() {
        assertThat(rules("global: {}")).isNull();
    }

    @Test
    void anEmptySectionTellsTenantsAndLimitsNone() {
        assertThat(rules("tenants: {}")).isEqualTo(TenantRules.UNLIMITED);
        assertThat(rules("tenants:")).isEqualTo(TenantRules.UNLIMITED);
    }

    @Test
    void everyKeyIsRead() {
        TenantRules rules = Objects.requireNonNull(rules("""
                tenants:
                  from: [tenant.id, team]
                  default: nobody
                  limits:
                    default: {series: 100000, samples_per_second: 5000}
                    all: {series: 2000000, label_names: 40, label_name_length: 200, label_value_length: 2000}
                    acme: {series: 500000, samples_per_second: 0}
                    "a.b c": {label_names: 9}
                """));
        assertThat(rules.from()).containsExactly("tenant_id", "team");
        assertThat(rules.absent()).isEqualTo("nobody");
        assertThat(rules.others()).isEqualTo(new TenantLimits(100_000, 5000, 0, 0, 0));
        assertThat(rules.all()).isEqualTo(new TenantLimits(2_000_000, 0, 40, 200, 2000));
        assertThat(rules.limits("acme")).as("0 is no limit").isEqualTo(new TenantLimits(500_000, 0, 0, 0, 0));
        assertThat(rules.limits("a.b c")).as("the rest is the default's").isEqualTo(new TenantLimits(100_000, 5000, 9, 0, 0));
        assertThat(rules.limits("other")).isEqualTo(rules.others());
    }

    @Test
    void theOrderOfTheFileDoesNotMatter() {
        TenantRules rules = Objects.requireNonNull(rules("tenants: {limits: {acme: {label_names: 3}, default: {series: 7}}}"));
        assertThat(rules.limits("acme")).isEqualTo(new TenantLimits(7, 0, 3, 0, 0));
    }

    @Test
    void whatIsWrongIsNamedWithItsPlace() {
        assertThat(problems("tenants: {form: [a]}")).singleElement().asString().startsWith("plumbline.yml:1:11: unknown key \"form\"").contains("from");
        assertThat(problems("""
                tenants:
                  limits:
                    default: {serie: 5}
                    acme: {series: -1, samples_per_second: many}
                """)).containsExactlyInAnyOrder(
                "plumbline.yml:3:15: unknown key \"serie\" in default: did you mean \"series\"?",
                "plumbline.yml:4:20: series must be from 0 to 1000000000000, not -1",
                "plumbline.yml:4:44: samples_per_second must be a whole number, not \"many\"");
        assertThat(problems("tenants: {from: []}")).singleElement().asString().startsWith("plumbline.yml:1:17:").contains("1 to 16 labels");
        assertThat(problems("tenants: {from: [a.b, a_b]}")).singleElement().asString().contains("each label once");
        assertThat(problems("tenants: {default: ''}")).singleElement().asString().contains("not empty");
        assertThat(problems("tenants: [a]")).singleElement().asString().contains("must be a mapping");
        assertThat(problems("tenants: {limits: {acme: 5}}")).singleElement().asString().contains("must be a mapping");
    }
}
