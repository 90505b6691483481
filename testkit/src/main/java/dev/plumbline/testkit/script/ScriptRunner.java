package dev.plumbline.testkit.script;

import dev.plumbline.promql.QueryException;
import dev.plumbline.promql.Value;
import dev.plumbline.promql.ast.At;
import dev.plumbline.promql.ast.Expr;
import dev.plumbline.promql.parser.ExprPrinter;
import dev.plumbline.storage.Storage;
import dev.plumbline.testkit.script.QueryRunner.Result;
import dev.plumbline.testkit.script.QueryRunner.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a script. An instant eval is asked as written, then as the middle step of a range query, then pinned to its time by
 * {@code @} and asked at other times: always the same must come out. Not thread-safe.
 */
public final class ScriptRunner {
    private static final long MINUTE = 60_000;

    private final Supplier<Storage> storages;
    private final QueryRunner queries;

    /**
     * The outcome of an eval.
     *
     * @param failure what is wrong, or null
     * @param crashed whether the query ended in something else than an answer or a QueryException
     */
    public record Verdict(int line, String query, @Nullable String failure, boolean crashed) {}

    private static final class Mismatch extends RuntimeException {
        private static final long serialVersionUID = 1;

        Mismatch(String message) {
            super(message);
        }
    }

    /** {@code storages} gives an empty store, at the start and at every {@code clear}; it is closed. */
    public ScriptRunner(Supplier<Storage> storages, QueryRunner queries) {
        this.storages = storages;
        this.queries = queries;
    }

    /**
     * A verdict per eval, in order; a failed eval does not end the run.
     *
     * @throws ScriptException when the text is no script or a load is refused by the store
     */
    public List<Verdict> run(String script) {
        var verdicts = new ArrayList<Verdict>();
        Storage storage = storages.get();
        try {
            for (Command command : ScriptParser.parse(script)) {
                switch (command) {
                    case Command.Clear _ -> {
                        storage.close();
                        storage = storages.get();
                    }
                    case Command.Load load -> SeriesLoader.load(load, storage);
                    case Command.Eval eval -> verdicts.add(verdict(eval, storage));
                }
            }
        } finally {
            storage.close();
        }
        return verdicts;
    }

    private Verdict verdict(Command.Eval eval, Storage storage) {
        try {
            if (eval.window() != null) {
                range(eval, storage, eval.window());
            } else {
                instant(eval, storage);
            }
            return new Verdict(eval.line(), eval.query(), null, false);
        } catch (Mismatch e) {
            return new Verdict(eval.line(), eval.query(), e.getMessage(), false);
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
            String place = e.getStackTrace().length > 0 ? " at " + e.getStackTrace()[0] : "";
            return new Verdict(eval.line(), eval.query(), "crashed: " + e + place, true);
        }
    }

    private static String place(Command.Eval eval, String query) {
        return "\"" + query + "\" (line " + eval.line() + ")";
    }

    /** Asks; null when the query failed as it must. */
    private static @Nullable Result ask(Command.Eval eval, String query, Supplier<Result> question) {
        Expectation e = eval.expectation();
        Result result;
        try {
            result = question.get();
        } catch (QueryException failure) {
            if (!e.fail) {
                throw new Mismatch("error evaluating query " + place(eval, query) + ": " + failure.getMessage());
            }
            if (e.failText != null && !e.failText.matches(failure.getMessage())) {
                throw new Mismatch("expected error matching " + e.failText.description() + " evaluating query "
                        + place(eval, query) + ", but got: " + failure.getMessage());
            }
            return null;
        }
        if (e.fail) {
            throw new Mismatch("expected error evaluating query " + place(eval, query) + " but got none");
        }
        check(e.warnings.problem(result.warnings(), place(eval, query)));
        check(e.infos.problem(result.infos(), place(eval, query)));
        return result;
    }

    private static void check(@Nullable String problem) {
        if (problem != null) {
            throw new Mismatch(problem);
        }
    }

    private static void check(Command.Eval eval, String query, @Nullable String problem) {
        if (problem != null) {
            throw new Mismatch("error in eval " + query + " (line " + eval.line() + "): " + problem);
        }
    }

    private void range(Command.Eval eval, Storage storage, Window window) {
        Result result = ask(eval, eval.query(), () -> queries.range(storage, eval.query(), window));
        if (result != null) {
            check(eval, eval.query(), ResultComparison.range(eval.expectation(), result.value(), window));
        }
    }

    private void instant(Command.Eval eval, Storage storage) {
        Expectation e = eval.expectation();
        long at = e.rangeVector == null ? eval.atMillis() : e.rangeVector.endMillis();
        instantAt(eval, storage, eval.query(), at);
        if (e.fail || e.string != null || e.rangeVector != null || AtVariants.dependsOnTime(eval.expr())) {
            return;
        }
        Expr pinned = AtVariants.pin(eval.expr(), new At.Time(at));
        String query = ExprPrinter.print(pinned);
        long[] times = at == 0 ? new long[] {-1000, 0, 1000} : new long[] {-10 * at, 0, at / 5, at, 10 * at};
        for (long time : times) {
            instantAt(eval, storage, query, time);
        }
    }

    private void instantAt(Command.Eval eval, Storage storage, String query, long at) {
        Expectation e = eval.expectation();
        Result result = ask(eval, query, () -> queries.instant(storage, query, at));
        if (result == null) {
            return;
        }
        check(eval, query, ResultComparison.instant(e, result.value()));
        boolean again = e.string == null && e.rangeVector == null && !query.matches("(?i).*\\b(start|end|range|step)\\s*\\(.*");
        if (again) {
            middleStep(eval, storage, query, at);
        }
    }

    private void middleStep(Command.Eval eval, Storage storage, String query, long at) {
        var window = new Window(at - MINUTE, at + MINUTE, MINUTE);
        Result result;
        try {
            result = queries.range(storage, query, window);
        } catch (QueryException e) {
            throw new Mismatch("error evaluating query " + place(eval, query) + " in range mode: " + e.getMessage());
        }
        if (eval.expectation().ordered) {
            return;
        }
        if (!(result.value() instanceof Value.Matrix matrix)) {
            throw new Mismatch("in range mode expected a matrix, but got " + result.value().type().apiName());
        }
        check(eval, query + " in range mode", ResultComparison.instant(eval.expectation(), at(matrix, at, eval)));
    }

    private static Value at(Value.Matrix matrix, long at, Command.Eval eval) {
        var elements = new ArrayList<Value.Element>();
        for (Value.Points p : matrix.series()) {
            int i = java.util.Arrays.binarySearch(p.times(), at);
            if (i >= 0) {
                elements.add(new Value.Element(p.labels(), at, p.values()[i], p.histograms() == null ? null : p.histograms()[i]));
            }
        }
        boolean scalar = eval.expectation().scalar != null && elements.size() == 1;
        return scalar ? new Value.Scalar(at, elements.getFirst().value()) : new Value.Vector(elements);
    }
}
