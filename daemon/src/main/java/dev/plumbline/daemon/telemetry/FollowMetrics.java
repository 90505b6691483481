package dev.plumbline.daemon.telemetry;

import dev.plumbline.daemon.rollouts.FollowListener;
import dev.plumbline.time.Clock;
import dev.plumbline.time.Seldom;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What following Rollouts comes to, counted and logged: one line for each event, at most one in 10 s for what is tried again. */
public final class FollowMetrics implements FollowListener {
    private static final Logger LOG = LoggerFactory.getLogger(FollowMetrics.class);
    private static final long LOG_NANOS = 10_000_000_000L;
    private final Seldom<String> seldom;
    private final Gauge followed;
    private final Counter questions;
    private volatile @Nullable LongSupplier restarts;

    public FollowMetrics(PrometheusRegistry registry, Clock clock) {
        seldom = new Seldom<>(clock, LOG_NANOS);
        followed = Gauge.builder().name("plumbline_rollouts_followed")
                .help("Rollouts that are watched and governed by a policy, by state: releasing, aborted, stable.")
                .labelNames("state").register(registry);
        questions = Counter.builder().name("plumbline_rollout_questions_total")
                .help("Questions to the gate about Rollouts that are followed: asked, refused (the question is wrong), waiting (tried again).")
                .labelNames("result").register(registry);
        CounterWithCallback.builder().name("plumbline_rollout_watch_restarts_total")
                .help("Lists and watches of Rollouts that were begun again, also where the server just ended a watch.")
                .callback(callback -> {
                    LongSupplier now = restarts;
                    if (now != null) {
                        callback.call((double) now.getAsLong());
                    }
                }).register(registry);
    }

    /** Where the number of restarts comes from; must not block. */
    public void restarts(LongSupplier number) {
        restarts = number;
    }

    @Override
    public void asked(String release, String stage, String analysis) {
        questions.labelValues("asked").inc();
        LOG.info("{}: stage {} is judged by {}", release, stage, analysis);
    }

    @Override
    public void refused(String release, String stage, String why) {
        questions.labelValues("refused").inc();
        LOG.warn("{}: stage {} cannot be judged: {}", release, stage, why);
    }

    @Override
    public void waiting(String release, String why) {
        questions.labelValues("waiting").inc();
        trouble(release + " is asked about later: " + why);
    }

    @Override
    public void changed(String rollout, State state) {
        LOG.info("{} is {}", rollout, state.word());
    }

    @Override
    public void counted(Map<State, Integer> states) {
        states.forEach((state, number) -> followed.labelValues(state.word()).set(number));
    }

    /** Logs what keeps Rollouts from being followed. */
    public void trouble(String what) {
        String message = seldom.message("", what);
        if (message != null) {
            LOG.warn("following Rollouts: {}", message);
        }
    }
}
