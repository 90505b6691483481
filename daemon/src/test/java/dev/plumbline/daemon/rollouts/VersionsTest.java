package dev.plumbline.daemon.rollouts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.daemon.kubernetes.CustomObject;
import dev.plumbline.daemon.kubernetes.CustomObjects;
import dev.plumbline.daemon.rollouts.FollowedRelease.Identity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionsTest implements CustomObjects {
    private final Map<String, Answer> replicaSets = new HashMap<>();
    private final List<String> reads = new ArrayList<>();

    @Override
    public Answer read(CustomObject object) {
        reads.add(object.toString());
        return replicaSets.getOrDefault(object.name(), new Answer.Refused(404, "not found"));
    }

    @Override
    public Answer patch(CustomObject object, String subresource, String mergePatch) {
        throw new AssertionError("nothing is patched");
    }

    @Override
    public void close() {}

    private static Sighting seen(String metadata, String template) {
        return Sighting.parse("{\"metadata\":{\"namespace\":\"shop\",\"name\":\"web\"" + metadata + "},\"spec\":{" + template
                + "},\"status\":{\"currentPodHash\":\"new\",\"stableRS\":\"old\"}}");
    }

    private static String template(String image) {
        return "\"template\":{\"spec\":{\"containers\":[{\"image\":\"" + image + "\"}]}}";
    }

    private void replicaSet(String name, String image) {
        replicaSets.put(name, new Answer.Found("{\"metadata\":{},\"spec\":{" + template(image) + "}}"));
    }

    private FollowedRelease identified(Sighting seen, FollowedRelease known) throws Exception {
        return new Versions(this, seen, known).identified();
    }

    private static FollowedRelease nothing() {
        return FollowedRelease.unknown("shop", "web");
    }

    @Test
    void theStableVersionIsTheOneThatWasTheNewestBefore() throws Exception {
        FollowedRelease known = identified(seen("", template("web:2")), nothing().withVersion("old", "1"));
        assertThat(known.release()).isEqualTo(new Identity("web", "2", "1", "new", ""));
        assertThat(reads).isEmpty();
    }

    @Test
    void elseItsReplicaSetSaysIt() throws Exception {
        replicaSet("web-old", "web:1");
        FollowedRelease known = identified(seen("", template("web:2")), nothing());
        assertThat(known.release().stable()).isEqualTo("1");
        assertThat(reads).containsExactly("ReplicaSet shop/web-old");
        identified(seen("", template("web:2")), known);
        assertThat(reads).as("which is remembered").hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404})
    void elseTheHashStandsForIt(int status) throws Exception {
        replicaSets.put("web-old", new Answer.Refused(status, "no"));
        FollowedRelease known = identified(seen("", template("web")), nothing());
        assertThat(known.release()).isEqualTo(new Identity("web", "new", "old", "new", ""));
        assertThat(known.versions()).as("a hash is no version to remember").isEmpty();
    }

    @Test
    void whereTheTemplateStandsElsewhereTheReplicaSetSaysTheNewestVersionToo() throws Exception {
        replicaSet("web-new", "web:2");
        replicaSet("web-old", "web:1");
        Sighting seen = seen(",\"labels\":{\"app.kubernetes.io/version\":\"7\"}", "\"workloadRef\":{\"kind\":\"Deployment\",\"name\":\"web\"}");
        assertThat(identified(seen, nothing()).release()).isEqualTo(new Identity("web", "2", "1", "new", ""));
        replicaSets.clear();
        assertThat(identified(seen, nothing()).release()).isEqualTo(new Identity("web", "7", "old", "new", ""));
    }

    @Test
    void aServerThatIsAwayIsNoAnswer() {
        for (Answer away : List.of(new Answer.Unreachable("refused"), new Answer.Refused(503, "no"), new Answer.Refused(429, "no"),
                new Answer.Refused(401, "no"))) {
            replicaSets.put("web-old", away);
            assertThatThrownBy(() -> identified(seen("", template("web:2")), nothing())).isInstanceOf(Versions.AwayException.class)
                    .hasMessageContaining("ReplicaSet shop/web-old cannot be read");
        }
    }
}
