package dev.plumbline.daemon.verdicts;

import dev.plumbline.analysis.argo.Measurement;
import dev.plumbline.analysis.argo.MeasurementCounts;
import dev.plumbline.analysis.argo.Phase;
import dev.plumbline.analysis.canary.Evidence;
import dev.plumbline.analysis.canary.Judge;
import dev.plumbline.analysis.canary.Reading;
import dev.plumbline.daemon.config.canary.ArgoMetric;
import dev.plumbline.daemon.config.canary.ArgoProvider;
import dev.plumbline.daemon.config.canary.JudgeMethod;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The measurements of an analysis by a template, in order of the times they are due, which are laid out from its start: what queries give does not depend on when it is
 * looked at, also after a restart. HTTP calls measure the present, so that those that were missed are not made up for. Owned by the thread that ticks.
 */
final class TemplateRun {
    private static final long NEVER = Long.MAX_VALUE;
    private final JudgeMethod.Argo method;
    private final long sinceMillis;
    private final long endMillis;
    private final Map<Integer, Call> calls = new HashMap<>();

    /** A call under way, and when it was due. */
    private record Call(CompletableFuture<WebCalls.WebAnswer> answer, long atMillis) {}

    /** What is known after one more measurement, or at the end. */
    record Step(List<MetricInputs> inputs, long atMillis) {}

    private TemplateRun(JudgeMethod.Argo method, long sinceMillis, long endMillis) {
        this.method = method;
        this.sinceMillis = sinceMillis;
        this.endMillis = endMillis;
    }

    /** Null for a subject that no template judges. */
    static @Nullable TemplateRun of(AnalysisRecord.Subject s) {
        return s.policy().judge().method() instanceof JudgeMethod.Argo argo ? new TemplateRun(argo, s.sinceMillis(), s.sinceMillis() + s.atMostMillis()) : null;
    }

    /** The judge that knows these measurements. */
    static Judge judge(JudgeMethod.Argo method, List<MetricInputs> inputs) {
        return method.judge(inputs.stream().map(in -> measured(in).counts()).toList());
    }

    /** What is shown of them. */
    static List<Evidence> evidence(JudgeMethod.Argo method, List<MetricInputs> inputs) {
        var evidence = new ArrayList<Evidence>();
        for (int i = 0; i < inputs.size(); i++) {
            ArgoMetric metric = method.metrics().get(i);
            Measurements known = measured(inputs.get(i));
            evidence.add(new Evidence(metric.name(), reading(known.last()), known.counts().count(), metric.provider().word(), List.of(metric.provider().asked())));
        }
        return evidence;
    }

    private static Reading reading(Measurements.@Nullable Taken last) {
        if (last == null) {
            return new Reading.Missing("nothing was measured yet");
        }
        if (last.phase() == Phase.ERROR) {
            return new Reading.Unreadable(last.message());
        }
        double number = last.number();
        return Double.isNaN(number) ? new Reading.Missing("the last value is no single number: " + last.value()) : new Reading.Number(number);
    }

    private static Measurements measured(MetricInputs inputs) {
        Measurements known = inputs.measurements();
        return known == null ? Measurements.NONE : known;
    }

    /** Takes what is due first, if anything is, and what is due at the same time; the last step is at the end. */
    Optional<Step> next(List<MetricInputs> before, MetricsSource source, long nowMillis) {
        List<MetricInputs> inputs = before.isEmpty() ? Collections.nCopies(method.metrics().size(), MetricInputs.NONE) : before;
        long limit = Math.min(nowMillis, endMillis - 1);
        startCalls(inputs, source, nowMillis);
        List<MetricInputs> known = inputs;
        long[] times = IntStream.range(0, inputs.size()).mapToLong(i -> ready(i, known)).toArray();
        long at = Arrays.stream(times).min().orElse(NEVER);
        for (int i = 0; i < times.length && at <= limit; i++) {
            inputs = times[i] == at ? with(inputs, i, Measurements.Taken.of(at, measure(i, source, at))) : inputs;
        }
        if (at <= limit) {
            return Optional.of(new Step(inputs, at));
        }
        return nowMillis >= endMillis ? Optional.of(new Step(inputs, endMillis)) : Optional.empty();
    }

    /** When the measurement that can be taken next was due; never where there is none. */
    private long ready(int i, List<MetricInputs> inputs) {
        return method.metrics().get(i).provider() instanceof ArgoProvider.Web ? answered(i) : due(i, inputs);
    }

    private long due(int i, List<MetricInputs> inputs) {
        ArgoMetric metric = method.metrics().get(i);
        Measurements known = measured(inputs.get(i));
        MeasurementCounts counts = known.counts();
        Measurements.Taken last = known.last();
        if (last == null) {
            return sinceMillis + metric.schedule().delayMillis();
        }
        if (metric.limits().assess(counts, false).completed()) {
            return NEVER;
        }
        return last.atMillis() + pause(metric, last.phase());
    }

    private static long pause(ArgoMetric metric, Phase last) {
        return last == Phase.ERROR ? ArgoMetric.ERROR_RETRY_MILLIS : Math.max(1, metric.schedule().intervalMillis());
    }

    private void startCalls(List<MetricInputs> inputs, MetricsSource source, long nowMillis) {
        for (int i = 0; i < inputs.size() && nowMillis < endMillis; i++) {
            long due = due(i, inputs);
            if (due <= nowMillis && !calls.containsKey(i) && method.metrics().get(i).provider() instanceof ArgoProvider.Web web) {
                long at = latest(i, due, inputs, nowMillis);
                int index = i;
                source.web().start(web).ifPresent(answer -> calls.put(index, new Call(answer, at)));
            }
        }
    }

    /** When the call was due whose answer is there; never while there is none. */
    private long answered(int i) {
        Call call = calls.get(i);
        return call != null && call.answer.isDone() ? call.atMillis : NEVER;
    }

    /** The last of the times that are past. */
    private long latest(int i, long due, List<MetricInputs> inputs, long nowMillis) {
        Measurements.Taken last = measured(inputs.get(i)).last();
        long pause = pause(method.metrics().get(i), last == null ? Phase.SUCCESSFUL : last.phase());
        return due + (nowMillis - due) / pause * pause;
    }

    private Measurement measure(int i, MetricsSource source, long at) {
        ArgoMetric metric = method.metrics().get(i);
        return switch (metric.provider()) {
            case ArgoProvider.Prometheus p -> TemplateMeasuring.prometheus(metric, p, source, at);
            case ArgoProvider.Web w -> {
                Call call = calls.remove(i);
                WebCalls.WebAnswer answer = call == null ? WebCalls.WebAnswer.failed("there is no answer") : answer(call);
                yield TemplateMeasuring.web(metric.conditions(), w, answer, at);
            }
        };
    }

    private static WebCalls.WebAnswer answer(Call call) {
        try {
            return call.answer.join();
        } catch (RuntimeException e) {
            return WebCalls.WebAnswer.failed("the call failed: " + e.getMessage());
        }
    }

    private List<MetricInputs> with(List<MetricInputs> inputs, int i, Measurements.Taken taken) {
        var more = new ArrayList<>(inputs);
        more.set(i, MetricInputs.of(measured(inputs.get(i)).with(taken, method.metrics().get(i).kept())));
        return more;
    }
}
