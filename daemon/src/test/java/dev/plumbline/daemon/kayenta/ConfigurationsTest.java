package dev.plumbline.daemon.kayenta;

import static dev.plumbline.daemon.kayenta.KayentaWorld.CONFIG;
import static dev.plumbline.daemon.kayenta.KayentaWorld.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.daemon.config.kayenta.JsonPart;
import dev.plumbline.model.PlumblineException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigurationsTest {
    private final KayentaWorld world = new KayentaWorld();
    private final Configurations configurations = world.kayenta.configurations();

    private JsonPart find(String id) {
        return new JsonPart(id, configurations.find(id).orElseThrow());
    }

    private String names(String... applications) {
        return KayentaWorld.part(configurations.list(List.of(applications))).elements().stream().map(e -> e.at("name").text("")).toList().toString();
    }

    @Test
    void keepsWhatWasSentWithItsIdAndTimes() {
        String id = configurations.add(CONFIG.replace("\"name\": \"shop\"", "\"name\": \"shop\", \"description\": \"<d>\", \"unknown\": [1, null]"));
        JsonPart kept = find(id);
        assertThat(text(kept)).contains("\"id\":\"" + id + "\"", "\"unknown\":[1,null]", "\"createdTimestamp\":1790000040000", "\"customInlineTemplate\":");
        assertThat(kept.at("description").text("")).isEqualTo("<d>");
        assertThat(kept.at("updatedTimestampIso").text("")).isEqualTo(KayentaWorld.at(0));
        world.restart();
        assertThat(world.kayenta.configurations().find(id)).contains(kept.value());
    }

    @Test
    void listsWhatIsForAnApplication() {
        String id = configurations.add(CONFIG);
        world.time.advance(1);
        configurations.add(CONFIG.replace("\"name\": \"shop\", \"applications\": [\"shop\"]", "\"name\": \"both\", \"applications\": [\"shop\", \"bank\"]"));
        assertThat(names()).isEqualTo("[shop, both]");
        assertThat(names("bank")).isEqualTo("[both]");
        assertThat(names("bank", "shop")).isEqualTo("[shop, both]");
        assertThat(names("zoo")).isEqualTo("[]");
        assertThat(text(KayentaWorld.part(configurations.list(List.of())).elements().getFirst())).isEqualTo("{\"applications\":[\"shop\"],\"id\":\"" + id
                + "\",\"name\":\"shop\",\"updatedTimestamp\":1790000040000,\"updatedTimestampIso\":\"" + KayentaWorld.at(0) + "\"}");
    }

    @Test
    void replacesAndDeletes() {
        String id = configurations.add(CONFIG.replace("\"name\": \"shop\"", "\"id\": \"my-config\", \"name\": \"shop\""));
        assertThat(id).isEqualTo("my-config");
        assertThatThrownBy(() -> configurations.add(CONFIG.replace("\"name\": \"shop\"", "\"id\": \"my-config\", \"name\": \"shop\"")))
                .hasMessageContaining("there is a canary configuration my-config already");
        world.time.advance(60_000);
        assertThat(configurations.replace(id, CONFIG.replace("\"name\": \"shop\"", "\"name\": \"other\""))).isEqualTo(id);
        assertThat(find(id).at("name").text("")).isEqualTo("other");
        assertThat(find(id).at("createdTimestampIso").text("")).isEqualTo(KayentaWorld.at(0));
        assertThat(find(id).at("updatedTimestampIso").text("")).isEqualTo(KayentaWorld.at(1));
        assertThatThrownBy(() -> configurations.replace("none", CONFIG)).hasMessageContaining("there is no canary configuration none");
        assertThat(configurations.delete(id)).isTrue();
        assertThat(configurations.delete(id)).isFalse();
        assertThat(configurations.find(id)).isEmpty();
    }

    private void refused(String config, String why) {
        assertThatThrownBy(() -> configurations.add(config)).isInstanceOfSatisfying(PlumblineException.class,
                e -> assertThat(e.kind()).isEqualTo(PlumblineException.Kind.USER)).hasMessageContaining(why);
    }

    @Test
    void refusesWhatCouldNotBeUsed() {
        refused("[]", "expected an object, got array");
        refused(CONFIG.replace("\"name\": \"shop\"", "\"name\": \"a shop\""), "a name is 1 to 1000 letters, digits, - and _");
        refused(CONFIG.replace("\"name\": \"shop\", ", ""), "canaryConfig.name is missing");
        refused(CONFIG.replace("[\"shop\"]", "[]"), "applications has 0 names");
        refused(CONFIG.replace("\"name\": \"errors\", ", ""), "metrics[0].name");
        refused(CONFIG.replace("\"groups\": [\"web\"]", "\"groups\": \"web\""), "metrics[0].groups: expected a list, got string");
        refused(CONFIG.replace("\"judgeConfigurations\": {}", "\"judgeConfigurations\": {\"mode\": \"lax\"}"), "mode is lax, must be strict or compatible");
        refused(CONFIG.replace("\"judgeConfigurations\": {}", "\"judgeConfigurations\": {\"noData\": \"pass\"}"), "noData is pass, must be hold, fail or ignore");
        refused(CONFIG.replace("\"name\": \"shop\"", "\"id\": \"a/b\", \"name\": \"shop\""), "a slash in it");
        assertThat(names()).isEqualTo("[]");
    }

    @Test
    void keepsDraftsAndTypesThatOthersMeasure() {
        configurations.add("{\"name\": \"draft\", \"applications\": [\"shop\"]}");
        world.time.advance(1);
        configurations.add(CONFIG.replace("\"prometheus\"", "\"datadog\""));
        assertThat(names()).isEqualTo("[draft, shop]");
    }

    @Test
    void keepsSoManyAndNoMore() {
        for (int i = 0; i < Configurations.MAX; i++) {
            configurations.add("{\"name\": \"c\", \"applications\": [\"shop\"]}");
        }
        assertThatThrownBy(() -> configurations.add(CONFIG)).isInstanceOf(TooMany.class).hasMessageContaining("1000 canary configurations");
    }
}
