package dev.plumbline.daemon.upstream;

import dev.plumbline.daemon.config.UpstreamConfig.OnError;
import dev.plumbline.daemon.upstream.Cluster.Wanted;
import dev.plumbline.model.Labels;
import dev.plumbline.promql.Elsewhere;
import dev.plumbline.promql.Question;
import dev.plumbline.promql.QueryResult;
import dev.plumbline.promql.QueryStats;
import dev.plumbline.promql.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Answers questions that need more than the store: the cluster evaluates whole expressions at the steps that are not recent, this
 * engine those that are, at the same time. An expression is never taken apart: no part of a rate over three days is a rate. Rules and analyses
 * never get less than the whole: an alert must not resolve, and no release pass, because a cluster is away.
 */
final class PushDown implements Elsewhere {
    private static final long USUAL_LOOKBACK_MILLIS = 300_000;
    private final Upstream upstream;
    private final Cluster.Lane lane;

    PushDown(Upstream upstream, Cluster.Lane lane) {
        this.upstream = upstream;
        this.lane = lane;
    }

    @Override
    public boolean isThere() {
        return upstream.cluster() != null;
    }

    @Override
    public boolean isAsked(Question question) {
        Cluster cluster = upstream.cluster();
        return cluster != null && split(cluster, question).far() != null;
    }

    private Split split(Cluster cluster, Question question) {
        return cluster.narrowing().isAboutTheCluster(question.expr()) ? new Split(question, null)
                : Split.of(question, upstream.hereSince(cluster));
    }

    @Override
    public QueryResult answer(Question question, Here here) {
        Cluster cluster = upstream.cluster();
        Split split = cluster == null ? new Split(null, question) : split(cluster, question);
        if (cluster == null || split.far() == null) {
            return here.evaluate(question);
        }
        try (Cluster.Asked asked = cluster.ask(wanted(cluster, split.far(), here), lane, here)) {
            QueryResult near = split.near() == null ? null : here.evaluate(split.near());
            return together(question, near, own(cluster, question, within(split.far(), complete(asked.answer()))));
        } catch (UpstreamFailure e) {
            if (lane == Cluster.Lane.BACKGROUND || cluster.config().onError() == OnError.FAIL) {
                throw e.outward();
            }
            upstream.counters().fellBack();
            return warned(here.evaluate(question), e);
        }
    }

    /** A part of the samples is enough for people, who are told, not for a rule or a verdict. */
    private ClusterAnswer complete(ClusterAnswer answer) {
        if (lane == Cluster.Lane.BACKGROUND && answer.warnings().contains(AnswerReader.PARTIAL)) {
            throw new UpstreamFailure("the answer is partial, which is not enough for rules and analyses", null);
        }
        return answer;
    }

    static String onlyHere(UpstreamFailure e) {
        return e.outward().getMessage() + "; this is what is here, without what is older or elsewhere (upstream.on_error: local)";
    }

    private static QueryResult warned(QueryResult here, UpstreamFailure e) {
        List<String> warnings = new ArrayList<>(here.warnings());
        warnings.add(onlyHere(e));
        return new QueryResult(here.value(), warnings, here.infos(), here.stats());
    }

    /**
     * {@code nocache} keeps VictoriaMetrics from moving the steps. Rules and analyses refuse partial answers, which VictoriaMetrics and Thanos know
     * by a name each. Others pass over what they do not know.
     */
    private Wanted wanted(Cluster cluster, Question q, Here here) {
        var fields = new ArrayList<Map.Entry<String, String>>();
        fields.add(Map.entry("query", cluster.narrowing().text(q)));
        if (q.isRange()) {
            fields.add(Map.entry("start", seconds(q.startMillis())));
            fields.add(Map.entry("end", seconds(q.endMillis())));
            fields.add(Map.entry("step", seconds(q.stepMillis())));
        } else {
            fields.add(Map.entry("time", seconds(q.startMillis())));
        }
        fields.add(Map.entry("nocache", "1"));
        fields.add(Map.entry("timeout", seconds(Math.max(1, Math.min(here.leftMillis(), cluster.config().timeoutMillis())))));
        if (lane == Cluster.Lane.BACKGROUND) {
            fields.add(Map.entry("deny_partial_response", "1"));
            fields.add(Map.entry("partial_response", "false"));
        }
        if (q.lookbackMillis() != USUAL_LOOKBACK_MILLIS) {
            fields.add(Map.entry("lookback_delta", seconds(q.lookbackMillis())));
        }
        return new Wanted(q.isRange() ? "query_range" : "query", fields, false);
    }

    static String seconds(long millis) {
        return BigDecimal.valueOf(millis, 3).toPlainString();
    }

    /** Of a range, only points of the steps that were asked for: some clusters move the range to multiples of the step. */
    private static ClusterAnswer within(Question asked, ClusterAnswer answer) {
        if (!asked.isRange()) {
            return answer;
        }
        var kept = new ArrayList<Value.Points>();
        for (Value.Points points : answer.series()) {
            Value.Points cut = Steps.cut(points, asked);
            if (cut != null) {
                kept.add(cut);
            }
        }
        return answer.with(kept);
    }

    /** As series here are: without the labels that sending added, and without names where there are none here. */
    private static ClusterAnswer own(Cluster cluster, Question question, ClusterAnswer answer) {
        boolean asTheyAre = cluster.narrowing().isAboutTheCluster(question.expr());
        boolean nameless = MetricNames.areGone(question.expr());
        if (asTheyAre && !nameless) {
            return answer;
        }
        var own = new ArrayList<Value.Points>();
        for (Value.Points p : answer.series()) {
            Labels labels = asTheyAre ? p.labels() : cluster.narrowing().stripped(p.labels());
            own.add(new Value.Points(nameless ? labels.withoutMetricName() : labels, p.times(), p.values(), p.histograms()));
        }
        return answer.with(Merge.unique(answer.series(), own));
    }

    private static QueryResult together(Question question, @Nullable QueryResult near, ClusterAnswer far) {
        if (!question.isRange()) {
            return new QueryResult(far.instant(question.expr().type()), far.warnings(), far.infos(), new QueryStats(0, 0, 0, 0, 0));
        }
        if (!far.resultType().equals("matrix")) {
            throw new UpstreamFailure("the answer to a range query is of the type \"" + far.resultType() + "\" and not a matrix", null);
        }
        if (near == null) {
            return new QueryResult(Merge.of(far.series(), List.of()), far.warnings(), far.infos(), new QueryStats(0, 0, 0, 0, 0));
        }
        List<Value.Points> recent = near.value() instanceof Value.Matrix matrix ? matrix.series() : List.of();
        return new QueryResult(Merge.of(far.series(), recent), both(far.warnings(), near.warnings()), both(far.infos(), near.infos()), near.stats());
    }

    private static List<String> both(List<String> a, List<String> b) {
        Set<String> all = new LinkedHashSet<>(a);
        all.addAll(b);
        return List.copyOf(all);
    }
}
