package dev.plumbline.daemon.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.rollouts.FollowListener.State;
import dev.plumbline.time.VirtualTime;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FollowMetricsTest {
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final FollowMetrics metrics = new FollowMetrics(registry, new VirtualTime(0));

    private String scrape() throws IOException {
        var out = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create().write(out, registry.scrape());
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void countsQuestionsByWhatCameOfThem() throws IOException {
        metrics.asked("Rollout shop/web", "5", "a-1");
        metrics.asked("Rollout shop/web", "25", "a-2");
        metrics.refused("Rollout shop/api", "5", "version is missing");
        metrics.waiting("Rollout shop/api", "starting");
        metrics.changed("Rollout shop/api", State.RELEASING);
        assertThat(scrape()).contains("plumbline_rollout_questions_total{result=\"asked\"} 2.0",
                "plumbline_rollout_questions_total{result=\"refused\"} 1.0", "plumbline_rollout_questions_total{result=\"waiting\"} 1.0");
    }

    @Test
    void showsRolloutsByState() throws IOException {
        metrics.counted(Map.of(State.STABLE, 7, State.RELEASING, 2, State.ABORTED, 0));
        assertThat(scrape()).contains("plumbline_rollouts_followed{state=\"stable\"} 7.0",
                "plumbline_rollouts_followed{state=\"releasing\"} 2.0", "plumbline_rollouts_followed{state=\"aborted\"} 0.0");
    }

    @Test
    void showsRestartsOnceThereIsAFollower() throws IOException {
        assertThat(scrape()).doesNotContain("plumbline_rollout_watch_restarts_total ");
        metrics.restarts(() -> 3);
        assertThat(scrape()).contains("plumbline_rollout_watch_restarts_total 3.0");
    }
}
