package dev.plumbline.daemon.queries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.model.PlumblineException;
import dev.plumbline.promql.QueryControl;
import dev.plumbline.promql.QueryException;
import dev.plumbline.time.VirtualTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class QueriesTest {
    private final VirtualTime time = new VirtualTime(1_000_000);
    private final Deque<Runnable> threads = new ArrayDeque<>();
    private final List<String> heard = new ArrayList<>();
    private final Queries queries = new Queries(new QueryLimits(1, 2, 60_000, 10_000), threads::add, time, new QueryListener() {
        @Override
        public void finished(QueryStatus query) {
            heard.add(query.request().text() + " " + query.outcome());
        }

        @Override
        public void slow(QueryStatus query) {
            heard.add(query.request().text() + " was slow");
        }

        @Override
        public void refused() {
            heard.add("refused");
        }
    });

    private static QueryRequest request(String text) {
        return new QueryRequest(QueryRequest.Kind.INSTANT, text, "10.0.0.1", "test");
    }

    private Queries.Ticket<String> submit(String text) {
        return queries.submit(request(text), Queries.Bounds.DEFAULT, control -> text + "!");
    }

    private static Throwable failure(CompletableFuture<?> answer) {
        try {
            answer.join();
        } catch (CompletionException e) {
            return Objects.requireNonNull(e.getCause());
        }
        throw new AssertionError("it did not fail");
    }

    @Test
    void answersWhatTheWorkSays() {
        var ticket = submit("a");
        assertThat(ticket.answer()).isNotDone();
        threads.remove().run();
        assertThat(ticket.answer()).isCompletedWithValue("a!");
        assertThat(queries.present()).isEmpty();
        assertThat(queries.running()).isZero();
        assertThat(heard).containsExactly("a success");
    }

    private Queries.Ticket<String> submitHere(String text, long millis) {
        return queries.submitHere(request(text), Queries.Bounds.DEFAULT, 1, control -> {
            time.advance(Math.min(millis, control.timeoutMillis()));
            if (millis > control.timeoutMillis()) {
                throw new QueryException(QueryException.Type.TIMEOUT, "too long");
            }
            return text + "!";
        });
    }

    @Test
    void runsOnTheAskersThreadWhatWasShortTheLastTime() {
        var first = submitHere("a", 0);
        assertThat(first.answer()).isNotDone();
        threads.remove().run();
        assertThat(first.answer()).isCompletedWithValue("a!");
        assertThat(submitHere("a", 0).answer()).isCompletedWithValue("a!");
        assertThat(submitHere("b", 0).answer()).isNotDone(); // another question
        assertThat(submitHere("a", 0).answer()).isNotDone(); // no place
        threads.remove().run();
        threads.remove().run();
        assertThat(heard).containsExactly("a success", "a success", "b success", "a success");
        assertThat(queries.running()).isZero();
    }

    @Test
    void beginsAgainElsewhereWhatTakesLongAfterAll() {
        submitHere("a", 0);
        threads.remove().run();
        var late = submitHere("a", 11);
        assertThat(late.answer()).isNotDone();
        assertThat(queries.running()).isEqualTo(1);
        threads.remove().run();
        assertThat(late.answer()).isCompletedWithValue("a!");
        assertThat(heard).containsExactly("a success", "a success");
        assertThat(submitHere("a", 0).answer()).isNotDone(); // it was long the last time
        threads.remove().run();
        assertThat(submitHere("a", 0).answer()).isDone();
        assertThat(queries.present()).isEmpty();
    }

    @Test
    void passesThePlaceToTheOneThatWaitedLongest() {
        submit("a");
        var b = submit("b");
        submit("c");
        assertThat(threads).hasSize(1);
        assertThat(queries.waiting()).isEqualTo(2);
        threads.remove().run();
        assertThat(threads).hasSize(1);
        threads.remove().run();
        assertThat(b.answer()).isCompletedWithValue("b!");
        threads.remove().run();
        assertThat(heard).containsExactly("a success", "b success", "c success");
        assertThat(queries.running()).isZero();
    }

    @Test
    void refusesWhenAsManyWaitAsMay() {
        submit("a");
        submit("b");
        submit("c");
        assertThatThrownBy(() -> submit("d")).isInstanceOfSatisfying(PlumblineException.class,
                e -> assertThat(e.kind()).isEqualTo(PlumblineException.Kind.RESOURCE))
                .hasMessageContaining("--query.max-concurrency").hasMessageContaining("--query.max-waiting");
        assertThat(heard).containsExactly("refused");
        assertThat(queries.present()).hasSize(3);
    }

    @Test
    void waitsNoLongerThanAQueryMayTake() {
        submit("a");
        var b = queries.submit(request("b"), new Queries.Bounds(0, 5_000), control -> "never");
        time.advance(5_000);
        assertThat(failure(b.answer())).isInstanceOfSatisfying(QueryException.class,
                e -> assertThat(e.type()).isEqualTo(QueryException.Type.TIMEOUT)).hasMessageContaining("timed out in query queue");
        assertThat(queries.waiting()).isZero();
        threads.remove().run();
        assertThat(threads).isEmpty();
        assertThat(heard).containsExactly("b timeout", "a success");
    }

    @Test
    void takesTheWaitFromTheTimeThatIsLeft() {
        submit("a");
        var left = new long[1];
        queries.submit(request("b"), new Queries.Bounds(7_000, 30_000), control -> {
            left[0] = control.timeoutMillis();
            assertThat(control.lookbackMillis()).isEqualTo(7_000);
            return "b";
        });
        time.advance(4_000);
        threads.remove().run();
        threads.remove().run();
        assertThat(left[0]).isEqualTo(26_000);
    }

    @Test
    void neverAllowsMoreThanTheLongestTime() {
        var left = new long[1];
        queries.submit(request("a"), new Queries.Bounds(0, 600_000), control -> left[0] = control.timeoutMillis());
        threads.remove().run();
        assertThat(left[0]).isEqualTo(60_000);
    }

    @Test
    void endsOneThatWaitsAtOnce() {
        submit("a");
        var b = submit("b");
        assertThat(queries.cancel(b.id())).isTrue();
        assertThat(failure(b.answer())).isInstanceOfSatisfying(QueryException.class,
                e -> assertThat(e.type()).isEqualTo(QueryException.Type.CANCELED));
        assertThat(queries.cancel(b.id())).isFalse();
        threads.remove().run();
        assertThat(threads).isEmpty();
    }

    @Test
    void tellsOneThatRuns() {
        var seen = new ArrayList<Boolean>();
        var id = new String[1];
        var a = queries.submit(request("a"), Queries.Bounds.DEFAULT, control -> {
            seen.add(control.isCanceled());
            queries.cancel(id[0]);
            seen.add(control.isCanceled());
            throw new QueryException(QueryException.Type.CANCELED, "query was canceled in expression evaluation");
        });
        id[0] = a.id();
        threads.remove().run();
        assertThat(seen).containsExactly(false, true);
        assertThat(heard).containsExactly("a canceled");
    }

    @Test
    void doesNotBeginWhatWasCanceledOnTheWayToItsThread() {
        var a = submit("a");
        assertThat(queries.cancel(a.id())).isTrue();
        threads.remove().run();
        assertThat(failure(a.answer())).hasMessageContaining("canceled");
        assertThat(queries.running()).isZero();
    }

    @Test
    void showsWhatRunsAndWhatWaits() {
        var figures = new ArrayList<QueryStatus>();
        queries.submit(request("a"), Queries.Bounds.DEFAULT, control -> {
            control.hold(4096);
            control.countRead(12);
            time.advance(1_500);
            figures.addAll(queries.present());
            return "";
        });
        submit("b");
        threads.remove().run();
        assertThat(figures).hasSize(2);
        var running = figures.getFirst();
        assertThat(running.state()).isEqualTo(QueryStatus.State.RUNNING);
        assertThat(running.ranNanos()).isEqualTo(1_500_000_000L);
        assertThat(running.heldBytes()).isEqualTo(4096);
        assertThat(running.samplesRead()).isEqualTo(12);
        assertThat(running.arrivedMillis()).isEqualTo(1_000_000);
        assertThat(running.request().client()).isEqualTo("10.0.0.1");
        assertThat(figures.getLast().state()).isEqualTo(QueryStatus.State.WAITING);
        assertThat(figures.getLast().waitedNanos()).isEqualTo(1_500_000_000L);
    }

    @Test
    void remembersTheLastSlowOnes() {
        for (int i = 0; i < Queries.SLOW_REMEMBERED + 5; i++) {
            queries.submit(request("q" + i), Queries.Bounds.DEFAULT, control -> {
                time.advance(10_000);
                return "";
            });
            threads.remove().run();
        }
        submit("fast");
        threads.remove().run();
        assertThat(queries.slow()).hasSize(Queries.SLOW_REMEMBERED);
        assertThat(queries.slow().getFirst().request().text()).isEqualTo("q" + (Queries.SLOW_REMEMBERED + 4));
        assertThat(heard).contains("q0 was slow").doesNotContain("fast was slow");
    }

    @Test
    void survivesWhatBreaks() {
        var bug = queries.<String>submit(request("bug"), Queries.Bounds.DEFAULT, control -> {
            throw new IllegalStateException("a bug");
        });
        threads.remove().run();
        assertThat(failure(bug.answer())).hasMessage("a bug");
        var deep = queries.<String>submit(request("deep"), Queries.Bounds.DEFAULT, control -> {
            throw new StackOverflowError();
        });
        threads.remove().run();
        assertThat(failure(deep.answer())).isInstanceOf(StackOverflowError.class);
        assertThat(heard).containsExactly("bug internal", "deep internal");
        assertThat(queries.running()).isZero();
    }

    @Test
    void cutsLongTexts() {
        assertThat(request("x".repeat(20_000)).text()).hasSize(10_001).endsWith("…");
    }

    /** Whatever happens in whatever order: never more run than may, every query is answered once, and all places come back. */
    @Test
    void keepsItsCountsThroughRandomHistories() {
        for (int seed = 0; seed < 200; seed++) {
            history(new SplittableRandom(seed));
        }
    }

    private void history(SplittableRandom random) {
        var clock = new VirtualTime(0);
        var ready = new ArrayList<Runnable>();
        int concurrency = 1 + random.nextInt(3);
        var governed = new Queries(new QueryLimits(concurrency, random.nextInt(4), 1_000, 0), ready::add, clock, QueryListener.NONE);
        var answers = new ArrayList<Queries.Ticket<String>>();
        for (int step = 0; step < 60; step++) {
            switch (random.nextInt(4)) {
                case 0, 1 -> {
                    try {
                        answers.add(governed.submit(request("q"), new Queries.Bounds(0, 1 + random.nextInt(2_000)), QueriesTest::work));
                    } catch (PlumblineException refused) {
                        assertThat(governed.running()).isEqualTo(concurrency);
                    }
                }
                case 2 -> {
                    if (!ready.isEmpty()) {
                        ready.remove(random.nextInt(ready.size())).run();
                    }
                }
                default -> {
                    clock.advance(random.nextInt(400));
                    if (!answers.isEmpty()) {
                        governed.cancel(answers.get(random.nextInt(answers.size())).id());
                    }
                }
            }
            assertThat(governed.running()).isLessThanOrEqualTo(concurrency);
            assertThat(ready.size()).isEqualTo(governed.running());
        }
        while (!ready.isEmpty()) {
            ready.removeLast().run();
        }
        assertThat(answers).allMatch(ticket -> ticket.answer().isDone());
        assertThat(new HashSet<>(answers.stream().map(Queries.Ticket::id).toList())).hasSameSizeAs(answers);
        assertThat(governed.present()).isEmpty();
        assertThat(governed.running() + governed.waiting()).isZero();
    }

    private static String work(QueryControl control) {
        return control.isCanceled() ? "canceled" : "done";
    }
}
