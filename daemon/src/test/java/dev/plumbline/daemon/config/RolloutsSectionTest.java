package dev.plumbline.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.config.RolloutsConfig.Follow;
import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RolloutsSectionTest extends SectionLoading {
    private RolloutsConfig section(String text) {
        return section(check(text), PlumblineConfig::rollouts);
    }

    private List<String> problems(String text) {
        return problems(check(text));
    }

    @Test
    void nothingIsFollowedUnlessItIsSaid() {
        assertThat(section("scrape_configs: []\n")).isEqualTo(new RolloutsConfig(new KubernetesAccess.InCluster(), null));
        assertThat(section("rollouts: {}\n").follow()).isNull();
        assertThat(section("rollouts: {api_server: 'http://k:1'}\n"))
                .isEqualTo(new RolloutsConfig(new KubernetesAccess.Server(URI.create("http://k:1"), HttpClientConfig.DEFAULT), null));
    }

    @Test
    void namespacesOrAll() {
        assertThat(section("rollouts: {follow: {}}\n").follow()).isEqualTo(new Follow(List.of()));
        assertThat(section("rollouts: {follow: {namespaces: [shop, api-2]}}\n").follow()).isEqualTo(new Follow(List.of("api-2", "shop")));
        assertThat(new Follow(List.of("b", "a"))).as("their order means nothing").isEqualTo(new Follow(List.of("a", "b")));
    }

    @Test
    void whatIsWrongIsNamed() {
        assertThat(problems("rollouts: {follow: {namespaces: [Shop]}}\n")).singleElement().asString()
                .contains("\"Shop\" is not a namespace");
        assertThat(problems("rollouts: {follow: {namespaces: [shop, shop]}}\n")).singleElement().asString()
                .contains("the namespace shop is named twice");
        assertThat(problems("rollouts: {follow: {namespace: [shop]}}\n")).singleElement().asString()
                .contains("unknown key \"namespace\"").contains("namespaces");
        List<String> many = IntStream.rangeClosed(0, RolloutsSection.MAX_NAMESPACES).mapToObj(i -> "n" + i).toList();
        assertThat(problems("rollouts: {follow: {namespaces: " + many + "}}\n")).singleElement().asString().contains("at most 100");
        assertThat(problems("rollouts: {follow: yes}\n")).hasSize(1);
    }
}
