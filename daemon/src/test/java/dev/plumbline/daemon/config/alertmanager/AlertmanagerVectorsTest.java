package dev.plumbline.daemon.config.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.daemon.config.yaml.Durations;
import dev.plumbline.daemon.config.yaml.Problem;
import dev.plumbline.daemon.config.yaml.Problems;
import dev.plumbline.model.Labels;
import dev.plumbline.testkit.vectors.VectorFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class AlertmanagerVectorsTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @Test
    void configErrors() {
        VectorFile.open("alertmanager-config-errors").ifPresent(file -> {
            file.section("cases", AlertmanagerVectorsTest::error);
            file.finish();
        });
    }

    @Test
    void routes() {
        VectorFile.open("alertmanager-routes").ifPresent(file -> {
            file.context("defaults");
            file.section("trees", AlertmanagerVectorsTest::tree);
            file.finish();
        });
    }

    /** The texts are Alertmanager's, and ours begin with the same words. */
    private static void error(JsonNode c) {
        var problems = new Problems();
        AlertmanagerLoader.parse(Path.of("am.yml"), c.get("config").toString(), Map.of(), problems);
        String expected = c.get("error").textValue();
        List<String> messages = problems.fatal().stream().map(Problem::message).toList();
        if (expected.endsWith("(classic name rules only)")) {
            assertThat(messages).isEmpty(); // names are UTF-8 here, as they are in Alertmanager unless it is told otherwise
        } else {
            assertThat(messages).anySatisfy(m -> assertThat(m).startsWith(expected));
        }
    }

    private static void tree(JsonNode tree) {
        Route root = tree.has("config_file") ? fromFile(tree.get("config_file").textValue()) : fromTree((ObjectNode) tree.get("config"));
        for (JsonNode c : tree.path("cases")) {
            List<Route> reached = root.match(labels(c.get("labels")));
            if (c.has("receivers")) {
                assertThat(reached).extracting(Route::receiver).isEqualTo(texts(c.get("receivers")));
            } else {
                assertThat(reached).extracting(AlertmanagerVectorsTest::shown).isEqualTo(shown(c.get("routes")));
            }
        }
        if (tree.has("walk_receivers")) {
            var walked = new ArrayList<String>();
            walk(root, walked);
            assertThat(walked).isEqualTo(texts(tree.get("walk_receivers")));
        }
        if (tree.has("ids_any_order")) {
            var ids = new ArrayList<String>();
            ids(root, root.key(), ids);
            assertThat(ids).containsExactlyInAnyOrderElementsOf(texts(tree.get("ids_any_order")));
        }
        tree.path("tree_facts").forEach(fact -> fact(root, fact));
    }

    private static Route fromFile(String name) {
        String data = System.getProperty("plumbline.data", System.getProperty(VectorFile.FOLDER_PROPERTY) + "/../data");
        Path file = Path.of(System.getProperty(VectorFile.ROOT_PROPERTY, "")).resolve(data).resolve(name);
        var problems = new Problems();
        var read = Objects.requireNonNull(AlertmanagerLoader.load(file, Map.of(), problems), problems::toString);
        assertThat(problems.fatal()).isEmpty();
        return read.config().route();
    }

    /** The trees come without receivers, and one of them without a default. */
    private static Route fromTree(ObjectNode route) {
        if (!route.has("receiver")) {
            route.put("receiver", "default");
        }
        var names = new TreeSet<>(route.findValuesAsText("receiver"));
        var receivers = JSON.arrayNode();
        names.forEach(name -> receivers.add(JSON.objectNode().put("name", name)));
        ObjectNode config = JSON.objectNode();
        config.set("route", route);
        config.set("receivers", receivers);
        var problems = new Problems();
        var read = AlertmanagerLoader.parse(Path.of("am.yml"), config.toString(), Map.of(), problems);
        assertThat(problems.fatal()).isEmpty();
        return Objects.requireNonNull(read).config().route();
    }

    private static void walk(Route route, List<String> out) {
        out.add(route.receiver());
        route.routes().forEach(child -> walk(child, out));
    }

    private static void ids(Route route, String id, List<String> out) {
        out.add(id);
        for (int i = 0; i < route.routes().size(); i++) {
            Route child = route.routes().get(i);
            ids(child, id + child.key().substring(route.key().length()) + "/" + i, out);
        }
    }

    private static void fact(Route root, JsonNode fact) {
        Route node = root;
        for (JsonNode step : fact.get("path")) {
            node = node.routes().get(step.intValue());
        }
        assertThat(node.grouping()).isEqualTo(new Route.Grouping(texts(fact.path("group_by")), fact.get("group_by_all").booleanValue()));
    }

    private static List<String> shown(Route r) {
        return List.of(r.grouping().labels().toString(), String.valueOf(r.grouping().all()), Durations.format(r.groupWaitMillis()),
                Durations.format(r.groupIntervalMillis()), Durations.format(r.repeatIntervalMillis()), r.receiver(), r.key());
    }

    private static List<List<String>> shown(JsonNode routes) {
        var list = new ArrayList<List<String>>();
        routes.forEach(r -> list.add(List.of(texts(r.get("group_by")).toString(), r.get("group_by_all").toString(),
                r.get("group_wait").textValue(), r.get("group_interval").textValue(), r.get("repeat_interval").textValue(),
                r.get("receiver").textValue(), r.get("key").textValue())));
        return list;
    }

    private static List<String> texts(JsonNode array) {
        var texts = new ArrayList<String>();
        array.forEach(e -> texts.add(e.textValue()));
        return texts;
    }

    private static Labels labels(JsonNode node) {
        var labels = new Labels.Builder();
        node.properties().forEach(e -> labels.set(e.getKey(), e.getValue().textValue()));
        return labels.build();
    }
}
