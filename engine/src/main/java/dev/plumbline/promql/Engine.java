package dev.plumbline.promql;

import dev.plumbline.promql.ast.Expr;
import dev.plumbline.promql.eval.Annotations;
import dev.plumbline.promql.eval.Answers;
import dev.plumbline.promql.eval.Budget;
import dev.plumbline.promql.eval.Query;
import dev.plumbline.promql.eval.Steps;
import dev.plumbline.promql.parser.ParserOptions;
import dev.plumbline.promql.parser.PromqlParser;
import dev.plumbline.storage.Queryable;
import dev.plumbline.time.Clock;

/**
 * Answers PromQL over any store. Immutable, thread-safe; each query runs on the thread that asks, and reads each series
 * once per selector. All failures are {@link QueryException}s; failures of the store pass through as they are.
 */
public final class Engine {
    private final EngineOptions options;
    private final ParserOptions language;
    private final Clock clock;
    private final EngineResources resources;
    private final Elsewhere elsewhere;
    private final ParsedQueries parsed = new ParsedQueries();

    /** An engine that works on the asking thread alone and shares no bound with others. */
    public Engine(EngineOptions options, Clock clock) {
        this(options, clock, EngineResources.alone());
    }

    public Engine(EngineOptions options, Clock clock, EngineResources resources) {
        this(options, clock, resources, Elsewhere.NOWHERE);
    }

    /** An engine that lets somebody else answer what the store alone cannot. */
    public Engine(EngineOptions options, Clock clock, EngineResources resources, Elsewhere elsewhere) {
        this.options = options;
        this.elsewhere = elsewhere;
        this.language = ParserOptions.of(options.features());
        this.clock = clock;
        this.resources = resources;
    }

    public EngineOptions options() {
        return options;
    }

    /** Times from start to end, both inclusive, in steps; milliseconds. */
    public record Range(long startMillis, long endMillis, long stepMillis) {
        public Range {
            if (endMillis < startMillis || stepMillis < 1) {
                throw new QueryException(QueryException.Type.BAD_DATA, "no such range: " + startMillis + ".." + endMillis
                        + " step " + stepMillis + "; the end must not precede the start and the step must be positive");
            }
        }
    }

    /** Parses with this engine's features. @throws QueryException of type BAD_DATA */
    public Expr parse(String query) {
        Expr known = parsed.get(query);
        if (known != null) {
            return known;
        }
        Expr expr = PromqlParser.parse(query, language);
        parsed.put(query, expr);
        return expr;
    }

    /** Evaluates at one time. */
    public QueryResult instant(Queryable store, String query, long timeMillis) {
        return instant(store, query, timeMillis, QueryControl.none());
    }

    /** Evaluates at one time; the value is of the expression's own type. */
    public QueryResult instant(Queryable store, String query, long timeMillis, QueryControl control) {
        long start = clock.monotonicNanos();
        return run(store, new Asked(parse(query), query, new Range(timeMillis, timeMillis, 1), false, start), control);
    }

    /** Evaluates at {@code start, start+step … ≤ end}, all in ms. */
    public QueryResult range(Queryable store, String query, long startMillis, long endMillis, long stepMillis) {
        return range(store, query, new Range(startMillis, endMillis, stepMillis), QueryControl.none());
    }

    /**
     * Evaluates at every step of a range; the value is a matrix. The number of steps is the caller's to limit.
     *
     * @throws QueryException of type BAD_DATA also when the expression is neither a scalar nor an instant vector
     */
    public QueryResult range(Queryable store, String query, Range range, QueryControl control) {
        long start = clock.monotonicNanos();
        return run(store, new Asked(parse(query), query, range, true, start), control);
    }

    /** Evaluates a parsed, type-checked expression at one time; positions in annotations are found in {@code text}. */
    public QueryResult evaluate(Queryable store, Expr expr, String text, long timeMillis, QueryControl control) {
        return run(store, new Asked(expr, text, new Range(timeMillis, timeMillis, 1), false, clock.monotonicNanos()), control);
    }

    private record Asked(Expr expr, String text, Range range, boolean isRange, long startNanos) {

        Question question(long lookbackMillis) {
            return new Question(expr, text, range.startMillis, range.endMillis, range.stepMillis, isRange, lookbackMillis);
        }
    }

    /** Whether a query needs more than the store; false also of one that does not parse. */
    public boolean asksElsewhere(String query, Range range, boolean isRange, long lookbackMillis) {
        if (!elsewhere.isThere()) {
            return false;
        }
        try {
            long lookback = lookbackMillis > 0 ? lookbackMillis : options.lookbackMillis();
            return elsewhere.isAsked(new Asked(parse(query), query, range, isRange, 0).question(lookback));
        } catch (QueryException e) {
            return false;
        }
    }

    private QueryResult run(Queryable store, Asked asked, QueryControl control) {
        long prepared = clock.monotonicNanos() - asked.startNanos;
        Question question = asked.question(control.lookbackMillis() > 0 ? control.lookbackMillis() : options.lookbackMillis());
        if (!elsewhere.isAsked(question)) {
            return evaluate(store, question, control, prepared);
        }
        try (var budget = new Budget(options, resources, clock, control)) {
            budget.check();
            QueryResult result = elsewhere.answer(question, new Asking(store, control, budget, prepared));
            budget.succeed();
            return result;
        }
    }

    private static Query.Frame frame(Question q) {
        return new Query.Frame(Steps.range(q.startMillis(), q.endMillis(), q.stepMillis()), q.isRange(), q.lookbackMillis(), q.endMillis());
    }

    private QueryResult evaluate(Queryable store, Question q, QueryControl control, long prepareNanos) {
        long start = clock.monotonicNanos();
        var annotations = new Annotations(q.text());
        try (var budget = new Budget(options, resources, clock, control);
                var query = new Query(store, options, budget, frame(q), annotations)) {
            budget.check();
            Value value = new Answers(query).answer(q.expr());
            var stats = new QueryStats(budget.samplesRead(), budget.peakSamples(), budget.peakBytes(), prepareNanos,
                    clock.monotonicNanos() - start);
            budget.succeed();
            return new QueryResult(value, annotations.warnings(), annotations.infos(), stats);
        }
    }

    /** This engine for one question that is answered elsewhere as well. */
    private final class Asking implements Elsewhere.Here {
        private final Queryable store;
        private final QueryControl control;
        private final Budget budget;
        private final long prepareNanos;

        Asking(Queryable store, QueryControl control, Budget budget, long prepareNanos) {
            this.store = store;
            this.control = control;
            this.budget = budget;
            this.prepareNanos = prepareNanos;
        }

        @Override
        public QueryResult evaluate(Question part) {
            return Engine.this.evaluate(store, part, control, prepareNanos);
        }

        @Override
        public void hold(long bytes) {
            budget.holdBytes(bytes);
        }

        @Override
        public void check() {
            budget.check();
        }

        @Override
        public long leftMillis() {
            return budget.leftMillis();
        }

        @Override
        public QueryControl control() {
            return control;
        }
    }
}
