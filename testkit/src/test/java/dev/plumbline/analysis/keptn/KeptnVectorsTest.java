package dev.plumbline.analysis.keptn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.analysis.keptn.TotalScore.Grade;
import dev.plumbline.testkit.vectors.VectorFile;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class KeptnVectorsTest {

    @Test
    void totals() {
        VectorFile.open("keptn-analysis-scoring").ifPresent(file -> {
            file.section("cases", c -> {
                var objectives = new ArrayList<TotalScore.Scored>();
                c.get("objectives").forEach(o -> objectives.add(new TotalScore.Scored(o.get("weight").asDouble(), o.get("score").asDouble(),
                        o.path("key").asBoolean())));
                TotalScore total = TotalScore.of(objectives, new TotalScore.Thresholds(c.get("passPct").asDouble(), c.get("warnPct").asDouble()));
                assertThat(total.achieved()).isEqualTo(c.get("total").asDouble());
                assertThat(total.maximum()).isEqualTo(c.get("max").asDouble());
                assertThat(total.grade() == Grade.PASS).isEqualTo(c.get("passes").asBoolean());
                assertThat(total.grade() == Grade.WARNING).isEqualTo(c.get("warning").asBoolean());
            });
            file.finish();
        });
    }
}
