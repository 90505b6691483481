package dev.plumbline.daemon.kayenta;

import dev.plumbline.analysis.value.Value;
import dev.plumbline.daemon.config.kayenta.CanaryDefinition;
import dev.plumbline.daemon.config.kayenta.JsonPart;
import dev.plumbline.daemon.verdicts.AnalysisId;
import dev.plumbline.documents.Document;
import dev.plumbline.documents.Documents;
import dev.plumbline.documents.Filter;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kayenta's service, put together. Before {@link #start} every call is refused as not ready. Thread-safe.
 */
public final class Kayenta {
    private static final Logger LOG = LoggerFactory.getLogger(Kayenta.class);
    private static final long EXPIRE_MILLIS = 3_600_000;
    private static final long MAX_AHEAD_MILLIS = 7L * 86_400_000;
    private static final int MAX_NAMES = 10_000;
    private final Clock clock;
    private final RandomGenerator random;
    private final RangeSource source;
    private final KayentaStore store = new KayentaStore();
    private final JobRunner runner;
    private final ExecutionJob.Surroundings around;
    private final Configurations configurations;
    private final StoredObjects objects;
    private final Judges judges;
    private volatile boolean stopped;

    /**
     * What executions are listed by.
     *
     * @param statuses any when empty
     * @param page from 1
     */
    public record Listing(String application, Set<String> statuses, int size, int page) {}

    public Kayenta(Clock clock, RandomGenerator random, RangeSource source) {
        this.clock = clock;
        this.random = random;
        this.source = source;
        runner = new JobRunner(clock, store);
        around = new ExecutionJob.Surroundings(clock, source);
        configurations = new Configurations(clock, random, store);
        objects = new StoredObjects(clock, random, store);
        judges = new Judges(configurations, objects);
    }

    /** Puts it to work, and takes up what was not complete. */
    public void start(Documents documents) {
        store.open(documents);
        var found = new ArrayList<Job>();
        store.each(KayentaStore.EXECUTION, new Filter.AnyOf("status", Status.RUNNING.name()), d -> resumable(d).ifPresent(found::add));
        found.forEach(runner::resume);
        clock.schedule(0, this::expire);
    }

    private Optional<Job> resumable(Document document) {
        try {
            Job job = isStandalone(document) ? new StandaloneJob(StandaloneAnalysis.read(document), around)
                    : new ExecutionJob(CanaryExecution.read(document), around);
            job.dueMillis();
            return Optional.of(job);
        } catch (RuntimeException e) { // one that is damaged must not keep the others from going on
            LOG.error("execution {} cannot be taken up: {}", document.id(), e.toString());
            return Optional.empty();
        }
    }

    private static boolean isStandalone(Document document) {
        return KayentaStore.keyword(StandaloneAnalysis.TYPE).equals(document.fields().get("type"));
    }

    /** Nothing advances any more. */
    public void stop() {
        stopped = true;
        runner.stop();
    }

    private void expire() {
        if (stopped) {
            return;
        }
        clock.schedule(EXPIRE_MILLIS, this::expire);
        try {
            store.expire(clock.wallMillis());
        } catch (PlumblineException e) {
            LOG.error("old executions could not be removed: {}", e.getMessage());
        }
    }

    public Configurations configurations() {
        return configurations;
    }

    public StoredObjects objects() {
        return objects;
    }

    public Judges judges() {
        return judges;
    }

    /**
     * Begins to judge one window, with a configuration that is kept.
     *
     * @param body an execution request
     * @return the execution's id; empty when there is no such configuration
     */
    public Optional<String> execute(Order.Origin by, String configId, String body) {
        JsonPart request = JsonPart.read("the request", body);
        return configurations.find(configId).map(config -> execute(new Order(by, configId, config, request.value())));
    }

    /** The same, with the configuration in the body: {@code canaryConfig} and {@code executionRequest}. */
    public String execute(Order.Origin by, String body) {
        return execute(adHoc(by, body));
    }

    private static Order adHoc(Order.Origin by, String body) {
        JsonPart root = JsonPart.read("the body", body);
        return new Order(by, "", root.at("canaryConfig").required().value(), root.at("executionRequest").required().value());
    }

    private String execute(Order order) {
        ExecutionRequest request = ExecutionRequest.read(new JsonPart("executionRequest", order.request()));
        requireSoon(request.endMillis());
        QueryCheck.check(CanaryDefinition.read(order.config()), request, source);
        String id = nextId();
        runner.begin(new ExecutionJob(CanaryExecution.begun(id, order, clock.wallMillis()), around));
        return id;
    }

    private void requireSoon(long endMillis) {
        if (endMillis > clock.wallMillis() + MAX_AHEAD_MILLIS) {
            throw PlumblineException.user("the window ends " + Members.iso(endMillis) + ", more than 7 days ahead; a window is judged once it is over");
        }
    }

    private String nextId() {
        return AnalysisId.next(clock.wallMillis(), random).substring(2);
    }

    /** Begins a standalone analysis with a configuration that is kept; empty when there is none of this id. */
    public Optional<String> analyse(Order.Origin by, String configId, String body) {
        JsonPart request = JsonPart.read("the request", body);
        return configurations.find(configId).map(config -> analyse(new Order(by, configId, config, request.value())));
    }

    /** The same, with the configuration in the body. */
    public String analyse(Order.Origin by, String body) {
        return analyse(adHoc(by, body));
    }

    private String analyse(Order order) {
        var analysis = StandaloneAnalysis.begun(nextId(), order, clock.wallMillis());
        StandalonePlan plan = analysis.plan();
        requireSoon(plan.startMillis());
        CanaryDefinition definition = CanaryDefinition.read(order.config());
        for (int i : new int[] {0, plan.windows().size() - 1}) {
            QueryCheck.check(definition, ExecutionRequest.read(new JsonPart("judgement", plan.request(i, Value.Nil.NIL))), source);
        }
        runner.begin(new StandaloneJob(analysis, around));
        return analysis.id();
    }

    /** The status of an execution, with its result when it has one. */
    public Optional<Value> execution(String id) {
        return canary(id).map(CanaryExecution::view);
    }

    private Optional<CanaryExecution> canary(String id) {
        return runner.find(id).flatMap(job -> job instanceof ExecutionJob e ? Optional.of(e.execution()) : Optional.empty())
                .or(() -> store.get(KayentaStore.EXECUTION, id).filter(d -> !isStandalone(d)).map(CanaryExecution::read));
    }

    /** The status of a standalone analysis. */
    public Optional<Value> analysis(String id) {
        Optional<StandaloneAnalysis> running = runner.find(id).flatMap(job -> job instanceof StandaloneJob s ? Optional.of(s.analysis()) : Optional.empty());
        return running.or(() -> store.get(KayentaStore.EXECUTION, id).filter(Kayenta::isStandalone).map(StandaloneAnalysis::read))
                .map(analysis -> new StandaloneView(analysis, this::canary).json());
    }

    /** Executions, newest first. */
    public Value executions(Listing listing) {
        var filters = new ArrayList<Filter>(List.of(new Filter.AnyOf("type", CanaryExecution.TYPE), new Filter.AnyOf("application", listing.application)));
        if (!listing.statuses.isEmpty()) {
            filters.add(new Filter.AnyOf("status", listing.statuses.stream().map(s -> s.toUpperCase(Locale.ROOT)).sorted().toList()));
        }
        return new Value.Items(store.newest(KayentaStore.EXECUTION, new Filter.And(filters), listing.size, listing.page).stream()
                .map(d -> CanaryExecution.read(d).view()).toList());
    }

    /** Cancels an execution or standalone analysis; one that is complete stays as it is. False when there is none of this id. */
    public boolean cancel(String id) {
        return runner.cancel(id, "it was canceled") || store.get(KayentaStore.EXECUTION, id).isPresent();
    }

    /** How many executions and standalone analyses are not complete. */
    public int running() {
        return runner.running();
    }

    /** Names of metrics that contain the text, as {@code name}; at most 10,000. */
    public Value metricNames(String part) {
        return new Value.Items(source.metricNames(part, MAX_NAMES).stream().map(n -> new Members().text("name", n).build()).toList());
    }
}
