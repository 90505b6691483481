package dev.plumbline.daemon.posting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.analysis.Verdict;
import dev.plumbline.daemon.config.canary.Reaction;
import dev.plumbline.daemon.config.canary.RolloutAction;
import dev.plumbline.daemon.notifiers.VerdictReport;
import dev.plumbline.daemon.notifiers.VerdictReport.Kind;
import dev.plumbline.daemon.notifiers.VerdictReport.Metric;
import dev.plumbline.daemon.notifiers.VerdictReport.Outcome;
import dev.plumbline.daemon.notifiers.VerdictReport.Subject;
import dev.plumbline.daemon.verdicts.AnalysisKey;
import dev.plumbline.daemon.verdicts.VerdictEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VerdictPosterTest {
    private static final AnalysisKey KEY = new AnalysisKey("shop", "checkout", "2.4.1", "6d4c", "25", "web");

    private static VerdictReport report(VerdictEvent.Kind kind, Verdict verdict, @Nullable String url) {
        return VerdictPoster.report(new VerdictEvent("a-1/verdict", kind, verdict, "a-1", KEY, "2.4.0", 25, false, 80,
                List.of(new VerdictEvent.Line("error_rate", "pass", "0.2 %")), "", url, new VerdictEvent.Picture("https://p/1.png", "errors red"), 1_000, null,
                new Reaction(RolloutAction.NONE, List.of("chat"))));
    }

    @Test
    void anEventIsToldAsItIs() {
        assertThat(report(VerdictEvent.Kind.VERDICT, new Verdict.Go("fine"), "https://p/1")).isEqualTo(new VerdictReport("a-1/verdict", Kind.VERDICT,
                Outcome.GO, new Subject("shop", "checkout", "2.4.1", "6d4c", "25", "web"), "fine", 80,
                List.of(new Metric("error_rate", "pass", "0.2 %")), "a-1", "", "https://p/1",
                new VerdictReport.Picture("https://p/1.png", "errors red"), 1_000));
        assertThat(report(VerdictEvent.Kind.DECISION, new Verdict.Inconclusive("hold"), null).outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(report(VerdictEvent.Kind.VERDICT, new Verdict.NoGo("bad"), null).reportUrl()).isEmpty();
    }

    @Test
    void aLateNoGoIsANoGoWhateverTheVerdictStays() {
        assertThat(report(VerdictEvent.Kind.LATE_NO_GO, new Verdict.Go("was fine"), null).alarms()).isTrue();
        assertThat(report(VerdictEvent.Kind.DECISION, new Verdict.NoGo("a person"), null).alarms()).isFalse();
    }
}
