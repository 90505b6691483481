package dev.plumbline.daemon.command.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.analysis.calibration.MarginScale;
import dev.plumbline.analysis.canary.Margin;
import dev.plumbline.analysis.canary.Margin.Direction;
import dev.plumbline.daemon.command.calibrate.AaPolicy.Compared;
import dev.plumbline.daemon.command.calibrate.MarginSearch.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MarginSearchTest {
    private static final int WINDOWS = 20;
    private final List<Map<String, String>> tried = new ArrayList<>();

    private static Compared compared(String name, String margin) {
        Margin parsed = Margin.parse(margin, Direction.INCREASE).orElseThrow();
        return new Compared(name, parsed, MarginScale.of(parsed), true);
    }

    private static final List<Compared> METRICS = List.of(compared("errors", "1pp"), compared("latency", "20%"));

    /** A judge to whom a margin of errors of so many points is enough. */
    private AaTally enough(double points, Map<String, String> margins) {
        tried.add(margins);
        double given = Double.parseDouble(margins.getOrDefault("errors", "1pp").replace("pp", ""));
        int noGo = given >= points ? 1 : 5;
        return new AaTally(WINDOWS, noGo, WINDOWS - noGo, Map.of("errors", noGo), Map.of());
    }

    @Test
    void theFirstTryMayDo() throws Exception {
        var found = new MarginSearch(METRICS, m -> enough(0.3, m)).search(Map.of("errors", 0.004, "latency", 0.1), new Target.FalseAlarms(0.05));
        assertThat(found.met()).isTrue();
        assertThat(found.margins()).isEqualTo(Map.of("errors", "0.4pp", "latency", "10%"));
        assertThat(tried).hasSize(1);
    }

    @Test
    void onlyWhatStoodInTheWayIsWidened() throws Exception {
        var found = new MarginSearch(METRICS, m -> enough(0.8, m)).search(Map.of("errors", 0.004, "latency", 0.1), new Target.FalseAlarms(0.05));
        assertThat(found.met()).isTrue();
        assertThat(tried).extracting(m -> m.get("errors")).containsExactly("0.4pp", "0.6pp", "0.91pp");
        assertThat(tried).extracting(m -> m.get("latency")).containsOnly("10%");
    }

    @Test
    void fromNothingItBeginsWithAPartOfThePolicys() throws Exception {
        var found = new MarginSearch(METRICS, m -> enough(0.3, m)).search(Map.of("errors", 0.0, "latency", 0.0), new Target.Goes(0.9));
        assertThat(found.met()).isTrue();
        assertThat(tried).extracting(m -> m.get("errors")).containsExactly("0pp", "0.25pp", "0.38pp");
    }

    @Test
    void givesUpAndSaysSo() throws Exception {
        var found = new MarginSearch(METRICS, m -> enough(1e9, m)).search(Map.of("errors", 0.004), new Target.FalseAlarms(0.05));
        assertThat(found.met()).isFalse();
        assertThat(tried).hasSize(6);
    }

    @Test
    void whatNoMarginHelpsIsNotTriedAgain() throws Exception {
        var search = new MarginSearch(METRICS, m -> {
            tried.add(m);
            return new AaTally(WINDOWS, 5, 15, Map.of("a limit", 5), Map.of());
        });
        assertThat(search.search(Map.of("errors", 0.004, "latency", Double.POSITIVE_INFINITY), new Target.FalseAlarms(0.05)).met()).isFalse();
        assertThat(tried).containsExactly(Map.of("errors", "0.4pp"));
    }

    @Test
    void undecidedMetricsStandInTheWayOfAGo() {
        var tally = new AaTally(10, 0, 8, Map.of("errors", 1), Map.of("errors", 2, "latency", 1));
        assertThat(new Target.Goes(0.9).isMet(tally)).isFalse();
        assertThat(new Target.Goes(0.8).isMet(tally)).isTrue();
        assertThat(new Target.Goes(0.9).against(tally, "errors")).isEqualTo(3);
        assertThat(new Target.FalseAlarms(0).isMet(tally)).isTrue();
        assertThat(new Target.FalseAlarms(0).against(tally, "latency")).isZero();
    }
}
