package dev.plumbline.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.documents.Document;
import dev.plumbline.documents.InMemoryDocuments;
import dev.plumbline.documents.Write;
import dev.plumbline.model.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DocumentAlertStatesTest {
    private final InMemoryDocuments documents = new InMemoryDocuments();
    private final List<RuleEvent> events = new ArrayList<>();
    private final DocumentAlertStates states = new DocumentAlertStates(documents, events::add);

    private static GroupState at(long time) {
        return new GroupState(time, List.of(new GroupState.RuleAlerts("A", Map.of("a", "b"), List.of(
                new Alert(Labels.of("alertname", "A"), Labels.EMPTY, 1, AlertState.PENDING, AlertTimes.activeSince(time))))));
    }

    @Test
    void keepsTheLastStateOfEachGroup() {
        assertThat(states.load("f;g")).isEmpty();
        states.save("f;g", at(1));
        states.save("f;g", at(2));
        states.save("f;h", at(3));
        assertThat(states.load("f;g")).contains(at(2));
        assertThat(states.load("f;h")).contains(at(3));
        assertThat(events).isEmpty();
    }

    @Test
    void keysMayBeLongerThanIds() {
        String path = "x".repeat(600);
        states.save(path + ";a", at(1));
        states.save(path + ";b", at(2));
        assertThat(states.load(path + ";a")).contains(at(1));
        assertThat(states.load(path + ";b")).contains(at(2));
    }

    @Test
    void damageIsReportedAndTakenForNothing() {
        documents.write(List.of(new Write.Put(Document.of(DocumentAlertStates.KIND, "f;g", 0, Map.of(), "{\"version\":9}"))));
        assertThat(states.load("f;g")).isEmpty();
        assertThat(events).singleElement().isInstanceOf(RuleEvent.StateDamaged.class);
        assertThat(events.getFirst().message())
                .isEqualTo("group \"f;g\": the kept states of its alerts are ignored: it has version 9; this program reads version 1");
    }

    @Test
    void forgetsWhatWasSavedLongAgo() {
        states.save("f;g", at(1));
        states.save("f;h", at(3));
        states.expire(3);
        assertThat(states.load("f;g")).isEmpty();
        assertThat(states.load("f;h")).isPresent();
    }
}
