package dev.plumbline.daemon.kayenta;

import dev.plumbline.analysis.kayenta.ScoreThresholds;
import dev.plumbline.daemon.config.kayenta.JsonPart;
import dev.plumbline.model.PlumblineException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What one execution judges.
 *
 * @param scopes by name, at most 100
 */
record ExecutionRequest(Map<String, ScopePair> scopes, ScoreThresholds thresholds) {
    private static final int MAX_SCOPES = 100;

    ExecutionRequest {
        scopes = Map.copyOf(scopes);
    }

    /** Reads a request: {@code scopes} and {@code thresholds} are needed, the rest is only shown again. */
    static ExecutionRequest read(JsonPart part) {
        Map<String, ScopePair> scopes = new TreeMap<>();
        part.at("scopes").members().forEach((name, pair) -> scopes.put(name, ScopePair.read(pair)));
        if (scopes.isEmpty() || scopes.size() > MAX_SCOPES) {
            throw PlumblineException.user(part.path() + ".scopes has " + scopes.size() + " scopes; 1 to " + MAX_SCOPES
                    + " are needed, each with controlScope and experimentScope");
        }
        return new ExecutionRequest(scopes, thresholds(part.at("thresholds")));
    }

    /** Reads {@code pass} and {@code marginal}; both are needed. */
    static ScoreThresholds thresholds(JsonPart part) {
        double pass = part.at("pass").required().number().orElseThrow();
        double marginal = part.at("marginal").required().number().orElseThrow();
        return thresholds(pass, marginal);
    }

    static ScoreThresholds thresholds(double pass, double marginal) {
        try {
            return new ScoreThresholds(pass, marginal);
        } catch (IllegalArgumentException e) {
            throw PlumblineException.user(String.valueOf(e.getMessage()), e);
        }
    }

    /** The scope of a name, which {@link QueryCheck} has seen to be there. */
    ScopePair scope(String name) {
        ScopePair pair = scopes.get(name);
        if (pair == null) {
            throw PlumblineException.user("the request has no scope " + name);
        }
        return pair;
    }

    /** When the last of its windows is over. */
    long endMillis() {
        return scopes.values().stream().mapToLong(ScopePair::endMillis).max().orElseThrow();
    }

    /** How long its windows are, in ISO 8601; empty when they are not all of one length. */
    String duration() {
        List<Long> lengths = scopes.values().stream().flatMap(p -> Stream.of(p.control(), p.experiment()))
                .map(s -> s.endMillis() - s.startMillis()).distinct().toList();
        return lengths.size() == 1 ? Duration.ofMillis(lengths.getFirst()).toString() : "";
    }
}
