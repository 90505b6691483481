package dev.plumbline.daemon.verdicts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.analysis.Window;
import dev.plumbline.analysis.canary.Reading;
import dev.plumbline.daemon.config.canary.Measure;
import dev.plumbline.daemon.config.canary.Template;
import dev.plumbline.model.Labels;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.promql.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SeriesProbeTest {
    private static final long STEP = 30_000;
    private final Set<Long> broken = new TreeSet<>();
    private final List<Long> asked = new ArrayList<>();
    private int series = 2;

    private Value answer(String query, long at) {
        assertThat(query).isEqualTo("cpu");
        asked.add(at);
        if (broken.contains(at)) {
            throw PlumblineException.resource("too busy", null);
        }
        var elements = new ArrayList<Value.Element>();
        for (int i = 0; i < series; i++) {
            elements.add(new Value.Element(Labels.of("mode", "m" + i), at, i + at / 1000.0, null));
        }
        return new Value.Vector(elements);
    }

    private static SeriesProbe probe(ArmInputs before) {
        return new SeriesProbe("cpu", STEP, before);
    }

    private static Window until(long end) {
        return new Window(0, end);
    }

    @Test
    void looksAtTheStartAndEverySoOften() {
        ArmInputs in = probe(ArmInputs.NONE).measure(this::answer, until(100_000));
        assertThat(asked).containsExactly(0L, 30_000L, 60_000L, 90_000L);
        assertThat(in.endMillis()).isEqualTo(90_000);
        assertThat(in.sampled().series()).hasSize(2).allSatisfy(s -> assertThat(s.values()).hasSize(4));
        assertThat(in.source()).isEqualTo("cpu");
    }

    @Test
    void whatFailedIsAskedAgainForItsTime() {
        broken.add(60_000L);
        SeriesProbe probe = probe(ArmInputs.NONE);
        ArmInputs failed = probe.measure(this::answer, until(90_000));
        assertThat(failed.trouble()).isEqualTo(new Reading.Unreadable("too busy"));
        assertThat(failed.sampled().series().getFirst().values()).as("what was read is kept").hasSize(2);
        assertThat(Readings.of(new Measure.Samples(template(), template()), failed, true).reading())
                .isEqualTo(new Reading.Unreadable("too busy"));
        broken.clear();
        ArmInputs healed = probe.measure(this::answer, until(90_000));
        assertThat(healed).isEqualTo(probe(ArmInputs.NONE).measure(this::answer, until(90_000)));
    }

    private static Template template() {
        try {
            return Template.parse("cpu", Set.of());
        } catch (Template.TemplateException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void goesOnFromWhatWasKept() {
        ArmInputs whole = probe(ArmInputs.NONE).measure(this::answer, until(180_000));
        ArmInputs half = probe(ArmInputs.NONE).measure(this::answer, until(70_000));
        String text = JsonObject.write(json -> AnalysisJson.inputs(json, List.of(new MetricInputs(half, half, null))));
        ArmInputs read = AnalysisJson.inputs(JsonObject.read("kept", text)).getFirst().canary();
        assertThat(read).isEqualTo(half);
        assertThat(probe(read).measure(this::answer, until(180_000))).isEqualTo(whole);
    }

    @Test
    void keepsNaNAndInfinityBitByBit() {
        ArmInputs odd = new SeriesProbe("q", STEP, ArmInputs.NONE)
                .measure((q, at) -> new Value.Scalar(at, at == 0 ? Double.NaN : at == STEP ? Double.NEGATIVE_INFINITY : 0.1), until(2 * STEP));
        String text = JsonObject.write(json -> AnalysisJson.inputs(json, List.of(new MetricInputs(odd, null, null))));
        assertThat(AnalysisJson.inputs(JsonObject.read("kept", text)).getFirst().canary()).isEqualTo(odd);
        assertThat(odd.sampled().series().getFirst().labels()).isEmpty();
    }

    @Test
    void takesNoMoreThanItCanKeep() {
        series = Sampled.MAX_VALUES / 2;
        ArmInputs in = probe(ArmInputs.NONE).measure(this::answer, until(90_000));
        assertThat(in.trouble()).isInstanceOf(Reading.Unreadable.class).extracting(Object::toString).asString()
                .contains("yields 2500 series, which is more than 5000 values over the window");
        assertThat(in.endMillis()).isEqualTo(30_000);
    }

    @Test
    void takesOnlyNumbers() {
        ArmInputs in = new SeriesProbe("q", STEP, ArmInputs.NONE).measure((q, at) -> new Value.Text(at, "x"), until(STEP));
        assertThat(in.trouble()).isEqualTo(new Reading.Unreadable("the query yields a string, must yield numbers"));
    }
}
