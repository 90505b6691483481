package dev.plumbline.daemon.kayenta;

import static dev.plumbline.daemon.kayenta.KayentaWorld.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.analysis.value.Value;
import dev.plumbline.documents.Document;
import dev.plumbline.documents.Filter;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class StoredObjectsTest {
    private static final String PAIRS = """
            [{"name": "errors", "id": "p1", "tags": {"zone": "a"}, "values": {"control": [1, "NaN", null], "experiment": [2.5, "Infinity", "-Infinity"]}}]""";
    private final KayentaWorld world = new KayentaWorld();
    private final StoredObjects objects = world.kayenta.objects();

    private String list(ObjectType type) {
        return text(KayentaWorld.part(objects.list(type)));
    }

    @Test
    void keepsListsAsTheyWereSent() {
        String id = objects.addList(ObjectType.PAIRS, PAIRS);
        assertThat(text(KayentaWorld.part(objects.find(ObjectType.PAIRS, id).orElseThrow()))).isEqualTo(PAIRS.replace(" ", "").replace(
                "\"name\":\"errors\",\"id\":\"p1\"", "\"id\":\"p1\",\"name\":\"errors\""));
        assertThat(objects.pair(id, "p1")).isPresent();
        assertThat(objects.find(ObjectType.SETS, id)).as("kinds do not mix").isEmpty();
        assertThat(list(ObjectType.PAIRS)).isEqualTo("[{\"id\":\"" + id + "\",\"updatedTimestamp\":1790000040000,\"updatedTimestampIso\":\"" + KayentaWorld.at(0) + "\"}]");
        assertThat(list(ObjectType.SETS)).isEqualTo("[]");
        assertThat(objects.delete(ObjectType.PAIRS, id)).isTrue();
        assertThat(objects.delete(ObjectType.PAIRS, id)).isFalse();
        assertThat(list(ObjectType.PAIRS)).isEqualTo("[]");
    }

    @Test
    void listsTheNewestFirst() {
        String first = objects.addList(ObjectType.SETS, "[{\"name\": \"errors\", \"values\": [1]}]");
        world.time.advance(60_000);
        String second = objects.addList(ObjectType.SETS, "[]");
        assertThat(KayentaWorld.part(objects.list(ObjectType.SETS)).elements().stream().map(e -> e.at("id").text(""))).containsExactly(second, first);
    }

    @Test
    void archivesUnderGivenNames() {
        assertThat(objects.addArchive("run-1", "{\"status\": \"succeeded\"}")).isEqualTo("run-1");
        assertThatThrownBy(() -> objects.addArchive("run-1", "{}")).hasMessageContaining("there is one of the id run-1 already");
        assertThat(objects.replaceArchive("run-1", "{\"status\": \"terminal\"}")).isEqualTo("run-1");
        assertThat(text(KayentaWorld.part(objects.find(ObjectType.ARCHIVE, "run-1").orElseThrow()))).isEqualTo("{\"status\":\"terminal\"}");
        assertThatThrownBy(() -> objects.replaceArchive("run-2", "{}")).hasMessageContaining("there is no archived result run-2");
        assertThat(objects.addArchive("", "{}")).isNotEmpty();
    }

    @Test
    void refusesWhatIsNoList() {
        assertThatThrownBy(() -> objects.addList(ObjectType.PAIRS, "{}")).hasMessageContaining("the body: expected a list, got map");
        assertThatThrownBy(() -> objects.addList(ObjectType.PAIRS, PAIRS.replace("\"NaN\"", "\"many\""))).hasMessageContaining("[0].values.control[1]: expected a number");
        assertThatThrownBy(() -> objects.addList(ObjectType.PAIRS, "[{\"name\": \"errors\"}]")).hasMessageContaining("[0].values is missing");
        assertThatThrownBy(() -> objects.addList(ObjectType.SETS, "[{}]")).hasMessageContaining("[0].name is missing");
        assertThatThrownBy(() -> objects.addList(ObjectType.SETS, "null")).hasMessageContaining("the body is missing");
        assertThatThrownBy(() -> objects.addArchive("a/b", "{}")).hasMessageContaining("a slash in it");
        assertThatThrownBy(() -> objects.addArchive("", "[1]")).hasMessageContaining("expected an object");
    }

    @Test
    void forgetsAfterThirtyFiveDays() {
        String id = objects.addList(ObjectType.PAIRS, PAIRS);
        String execution = world.execute("good", -60, 0);
        String config = world.kayenta.configurations().add(KayentaWorld.CONFIG);
        world.time.advance(KayentaStore.KEEP_MILLIS);
        assertThat(objects.find(ObjectType.PAIRS, id)).isPresent();
        assertThat(world.kayenta.execution(execution)).isPresent();
        world.time.advance(2 * 3_600_000);
        assertThat(objects.find(ObjectType.PAIRS, id)).isEmpty();
        assertThat(world.kayenta.execution(execution)).isEmpty();
        assertThat(world.kayenta.configurations().find(config)).as("what people made stays").isPresent();
    }

    @Test
    void forgetsTheOldestOfTooMany() {
        var store = new KayentaStore();
        store.open(world.disk);
        long hour = 3_600_000;
        var documents = new ArrayList<Document>();
        for (int i = 0; i < KayentaStore.KEEP_COUNT + 1_000; i++) {
            documents.add(ObjectType.PAIRS.document("" + i, KayentaWorld.START + i / 1_000 * hour, Value.Nil.NIL));
        }
        for (int i = 0; i < documents.size(); i += 1_000) {
            store.write(documents.subList(i, i + 1_000));
        }
        store.expire(KayentaWorld.START + 30 * hour);
        assertThat(store.count(KayentaStore.OBJECT, new Filter.All())).isBetween(KayentaStore.KEEP_COUNT - 2_000, KayentaStore.KEEP_COUNT);
        assertThat(store.get(KayentaStore.OBJECT, "pairs/0")).isEmpty();
        assertThat(store.get(KayentaStore.OBJECT, "pairs/20999")).isPresent();
    }
}
