package dev.plumbline.daemon.kayenta;

import dev.plumbline.daemon.config.kayenta.CanaryDefinition;
import dev.plumbline.daemon.config.kayenta.JsonPart;
import dev.plumbline.documents.Document;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.time.Clock;
import java.util.List;

/** An execution under way: waits until its windows are over, measures, judges. */
record ExecutionJob(CanaryExecution execution, Surroundings around) implements Job {

    /** What measuring needs. */
    record Surroundings(Clock clock, RangeSource source) {}

    @Override
    public String id() {
        return execution.id();
    }

    @Override
    public long dueMillis() {
        return request().endMillis();
    }

    private ExecutionRequest request() {
        return ExecutionRequest.read(new JsonPart("request", execution.order().request()));
    }

    @Override
    public Step advance() {
        CanaryDefinition definition = CanaryDefinition.read(execution.order().config());
        ExecutionRequest request = request();
        Measuring.Pairs measured = Measuring.measure(definition, request, id(), around.source());
        Judgement judgement = Judgement.of(definition.config(), definition.judge(), request.thresholds(), measured.evidence());
        CanaryExecution judged = execution.judged(judgement, around.clock().wallMillis());
        return new Step(new ExecutionJob(judged, around), List.of(ObjectType.PAIRS.document(id(), around.clock().wallMillis(), measured.json())));
    }

    /** The same for one that must end now: what makes it impossible ends it. */
    Step completed() {
        try {
            return advance();
        } catch (PlumblineException e) {
            if (e.kind() == PlumblineException.Kind.RESOURCE) {
                throw e;
            }
            return ended(Status.TERMINAL, e.getMessage());
        }
    }

    @Override
    public Step ended(Status how, String why) {
        return new Step(new ExecutionJob(execution.ended(how, why, around.clock().wallMillis()), around), List.of());
    }

    @Override
    public boolean isComplete() {
        return execution.progress().status().isComplete();
    }

    @Override
    public Document document() {
        return execution.document();
    }
}
