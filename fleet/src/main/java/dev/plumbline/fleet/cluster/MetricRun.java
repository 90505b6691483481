package dev.plumbline.fleet.cluster;

import dev.plumbline.fleet.cluster.RolloutPlan.WebMetric;
import dev.plumbline.fleet.receivers.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** One analysis run with one web metric; it asks when {@link #tick} is called at the time for it, and blocks for the answer. */
final class MetricRun {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final long ERROR_RETRY_NANOS = 10_000_000_000L;
    private final HttpClient http;
    private final WebMetric metric;
    private Phase phase = Phase.RUNNING;
    private String message = "";
    private int inconclusive;
    private int errorsInARow;
    private boolean asked;
    private long nextNanos;

    /** As Argo names them. */
    enum Phase {
        RUNNING("Running"), SUCCESSFUL("Successful"), FAILED("Failed"), ERROR("Error"), INCONCLUSIVE("Inconclusive");

        private final String word;

        Phase(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    MetricRun(HttpClient http, WebMetric metric) {
        this.http = http;
        this.metric = metric;
    }

    Phase phase() {
        return phase;
    }

    /** The last reason that the gate gave, or why it could not be asked. */
    String message() {
        return message;
    }

    /** The phase now. */
    Phase tick(long nowNanos) {
        if (phase == Phase.RUNNING && (!asked || nowNanos - nextNanos >= 0)) {
            asked = true;
            boolean answered = measure();
            nextNanos = nowNanos + (answered ? metric.intervalMillis() * 1_000_000 : Math.min(ERROR_RETRY_NANOS, metric.intervalMillis() * 1_000_000));
        }
        return phase;
    }

    private boolean measure() {
        try {
            var request = HttpRequest.newBuilder(URI.create(metric.url())).timeout(TIMEOUT).header("User-Agent", "Go-http-client/1.1").build();
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() < 200 || response.statusCode() > 299) {
                return error("received non 2xx response code: " + response.statusCode());
            }
            judge(Json.parse(response.body()));
            return true;
        } catch (IOException | IllegalArgumentException e) {
            return error(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return error("interrupted");
        }
    }

    private boolean error(String why) {
        message = why;
        if (++errorsInARow > WebMetric.ERROR_LIMIT) {
            phase = Phase.ERROR;
        }
        return false;
    }

    private void judge(Json result) {
        errorsInARow = 0;
        message = result.at("reason").text("");
        switch (result.at("verdict").text("")) {
            case "go" -> phase = Phase.SUCCESSFUL;
            case "no-go" -> phase = Phase.FAILED;
            default -> {
                if (++inconclusive >= metric.count()) {
                    phase = Phase.INCONCLUSIVE;
                }
            }
        }
    }
}
