package dev.plumbline.daemon.rollouts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.rollouts.FollowedRelease.Identity;
import dev.plumbline.daemon.verdicts.AnalysisKey;
import dev.plumbline.documents.InMemoryDocuments;
import java.util.List;
import org.junit.jupiter.api.Test;

class FollowDocumentsTest {
    private static final long DAY = 86_400_000;
    private final FollowDocuments documents = new FollowDocuments(new InMemoryDocuments());

    private static AnalysisKey key(String namespace, String service, String revision) {
        return new AnalysisKey(namespace, service, "2", revision, "5", "web");
    }

    private static FollowedRelease release(String name, String revision) {
        return FollowedRelease.unknown("shop", name).withRelease(new Identity("checkout", "2 \"beta\"", "1", revision, "strict"));
    }

    @Test
    void whatIsKeptIsReadAgain() {
        FollowedRelease full = release("web", "new").withAsked("5").withAsked("25").withVersion("old", "1").withVersion("new", "2").ended();
        documents.put(full, 0);
        assertThat(documents.get("shop", "web")).isEqualTo(full);
        documents.put(FollowedRelease.unknown("shop", "api"), 0);
        assertThat(documents.get("shop", "api")).isEqualTo(FollowedRelease.unknown("shop", "api"));
        assertThat(documents.get("outlet", "web")).as("never kept").isEqualTo(FollowedRelease.unknown("outlet", "web"));
    }

    @Test
    void theRolloutOfAnAnalysisIsFound() {
        assertThat(documents.nameOf(key("shop", "checkout", "new"))).isEmpty();
        documents.put(release("web", "new"), 0);
        documents.put(release("worker", "other"), 0);
        assertThat(documents.nameOf(key("shop", "checkout", "new"))).hasValue("web");
        assertThat(documents.nameOf(key("shop", "checkout", "other"))).hasValue("worker");
        assertThat(documents.nameOf(key("outlet", "checkout", "new"))).isEmpty();
        assertThat(documents.nameOf(key("shop", "checkout", "newest"))).isEmpty();
    }

    @Test
    void whatDidNotChangeForLongGoes() {
        documents.put(release("web", "new"), 0);
        documents.put(release("api", "new"), 2 * DAY);
        documents.expire(401 * DAY);
        assertThat(documents.get("shop", "web").release()).isEqualTo(Identity.NONE);
        assertThat(documents.get("shop", "api").release().revision()).isEqualTo("new");
    }

    @Test
    void aReleaseIsSettledOnceItWasAskedAbout() {
        assertThat(release("web", "new").isAbout("new")).isFalse();
        assertThat(release("web", "new").withAsked("5").isAbout("new")).isTrue();
        assertThat(release("web", "new").ended().isAbout("new")).isTrue();
        assertThat(release("web", "new").withAsked("5").isAbout("newer")).isFalse();
        FollowedRelease next = release("web", "new").withAsked("5").ended().withRelease(new Identity("checkout", "3", "1", "newer", ""));
        assertThat(next.asked()).isEmpty();
        assertThat(next.over()).isFalse();
    }

    @Test
    void theNewestVersionsAreRemembered() {
        FollowedRelease known = release("web", "new");
        for (int i = 0; i < 30; i++) {
            known = known.withVersion("h" + i, "v" + i);
        }
        known = known.withVersion("h10", "again");
        assertThat(known.versions()).hasSize(FollowedRelease.MAX_VERSIONS);
        assertThat(List.copyOf(known.versions().keySet())).startsWith("h11").endsWith("h10");
        assertThat(known.knows("h10", "again")).isTrue();
        assertThat(known.knows("h9", "v9")).isFalse();
    }
}
