package dev.plumbline.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.model.Labels;
import dev.plumbline.promql.Elsewhere.Here;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ElsewhereTest {
    private final QueryFixture fixture = new QueryFixture().load("a", "i=1", 60_000, "0 1 2 3 4 5");
    private final MemoryPool memory = new MemoryPool(64 << 20);
    private final List<Question> asked = new ArrayList<>();

    @AfterEach
    void close() {
        fixture.close();
    }

    private interface Answering {
        QueryResult answer(Question question, Here here);
    }

    private Engine engine(Answering answering) {
        return new Engine(EngineOptions.defaults().withMaxQueryBytes(1 << 20).withTimeoutMillis(1000), fixture.clock, EngineResources.of(memory),
                new Elsewhere() {
                    @Override
                    public boolean isThere() {
                        return true;
                    }

                    @Override
                    public boolean isAsked(Question question) {
                        asked.add(question);
                        return question.text().contains("far");
                    }

                    @Override
                    public QueryResult answer(Question question, Here here) {
                        return answering.answer(question, here);
                    }
                });
    }

    private static QueryResult seven(Question question) {
        return new QueryResult(new Value.Vector(List.of(new Value.Element(Labels.EMPTY, question.startMillis(), 7, null))), List.of("w"), List.of(),
                new QueryStats(0, 0, 0, 0, 0));
    }

    @Test
    void isAskedFirstAndAnswersInTheEnginesPlace() {
        Engine engine = engine((question, here) -> seven(question));
        assertThat(engine.instant(fixture.storage, "far", 60_000).warnings()).containsExactly("w");
        assertThat(engine.instant(fixture.storage, "a", 60_000).warnings()).isEmpty();
        assertThat(asked).extracting(Question::text).containsExactly("far", "a");
        assertThat(asked.getFirst()).isEqualTo(new Question(engine.parse("far"), "far", 60_000, 60_000, 1, false, 300_000));
    }

    @Test
    void rulesAskItToo() {
        Engine engine = engine((question, here) -> seven(question));
        var expr = engine.parse("far");
        assertThat(((Value.Vector) engine.evaluate(fixture.storage, expr, "far", 5, QueryControl.none()).value()).elements()).hasSize(1);
    }

    @Test
    void mayEvaluateAPartHere() {
        Engine engine = engine((question, here) -> here.evaluate(question.within(120_000, 240_000)));
        var result = (Value.Matrix) engine.range(fixture.storage, "a or far", 0, 250_000, 60_000).value();
        assertThat(result.series().getFirst().times()).containsExactly(120_000, 180_000, 240_000);
        assertThat(asked.getFirst().lastStepMillis()).isEqualTo(240_000);
        assertThat(asked.getFirst().isRange()).isTrue();
    }

    @Test
    void isBoundedByTheQuerysMemoryAndGivesItBack() {
        Engine engine = engine((question, here) -> {
            here.hold(1000);
            assertThat(here.control().heldBytes()).isEqualTo(1000);
            here.hold(1 << 20);
            return seven(question);
        });
        assertThatThrownBy(() -> engine.instant(fixture.storage, "far", 0)).isInstanceOf(QueryException.class).hasMessageContaining("--query.max-memory");
        assertThat(memory.heldBytes()).isZero();
    }

    @Test
    void whatTheAskerKeepsStaysHeld() {
        Engine engine = engine((question, here) -> {
            here.hold(1000);
            here.evaluate(question);
            return seven(question);
        });
        try (var control = new QueryControl(0, 0).keepingResult()) {
            engine.instant(fixture.storage, "a or far", 0, control);
            assertThat(control.heldBytes()).isGreaterThanOrEqualTo(1000);
            assertThat(memory.heldBytes()).isGreaterThanOrEqualTo(1000);
        }
        assertThat(memory.heldBytes()).isZero();
    }

    @Test
    void isBoundedByTheQuerysTime() {
        Engine engine = engine((question, here) -> {
            assertThat(here.leftMillis()).isEqualTo(1000);
            fixture.clock.advance(1001);
            assertThat(here.leftMillis()).isNegative();
            here.check();
            return seven(question);
        });
        assertThatThrownBy(() -> engine.instant(fixture.storage, "far", 0)).isInstanceOfSatisfying(QueryException.class,
                e -> assertThat(e.type()).isEqualTo(QueryException.Type.TIMEOUT));
    }

    @Test
    void hearsOfACancellationAtOnceAndWhenItIsLate() {
        var heard = new AtomicInteger();
        var control = QueryControl.none();
        control.onCancel(heard::incrementAndGet);
        control.cancel();
        assertThat(heard).hasValue(1);
        control.onCancel(() -> heard.addAndGet(10));
        assertThat(heard).hasValue(11);
    }

    @Test
    void tellsBeforehandWhetherItIsAsked() {
        Engine engine = engine((question, here) -> seven(question));
        var range = new Engine.Range(0, 10, 5);
        assertThat(engine.asksElsewhere("far", range, true, 0)).isTrue();
        assertThat(engine.asksElsewhere("near", range, true, 7)).isFalse();
        assertThat(engine.asksElsewhere("far(", range, true, 0)).as("what does not parse is nobody's question").isFalse();
        assertThat(asked.getLast().lookbackMillis()).isEqualTo(7);
        assertThat(new Engine(EngineOptions.defaults(), fixture.clock).asksElsewhere("far", range, true, 0)).isFalse();
        assertThat(Elsewhere.NOWHERE.isAsked(asked.getFirst())).isFalse();
    }
}
