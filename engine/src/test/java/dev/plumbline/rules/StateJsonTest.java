package dev.plumbline.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.model.Labels;
import dev.plumbline.rules.StateJsonReader.Malformed;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StateJsonTest {
    private static final String KEY = "rules/a \"b\".yml;gröup";
    private static final GroupState STATE = new GroupState(1_700_000_000_123L, List.of(
            new GroupState.RuleAlerts("A", Map.of("severity", "{{ $value }}", "empty", ""), List.of(
                    new Alert(Labels.of("alertname", "A", "i", "1\n\u0001\\"), Labels.of("s", "a😀b\udc80"), Double.NaN, AlertState.FIRING,
                            new AlertTimes(1, 2, 3, AlertTimes.NEVER, 5)),
                    new Alert(Labels.of("alertname", "A"), Labels.EMPTY, -1e-300, AlertState.PENDING, AlertTimes.activeSince(-7)))),
            new GroupState.RuleAlerts("B", Map.of(), List.of())));

    @Test
    void whatIsReadIsWhatWasWritten() throws Malformed {
        assertThat(StateJsonReader.read(KEY, StateJsonWriter.write(KEY, STATE))).isEqualTo(STATE);
        var none = new GroupState(0, List.of());
        assertThat(StateJsonReader.read("k", StateJsonWriter.write("k", none))).isEqualTo(none);
    }

    @Test
    void skipsWhatItDoesNotKnow() throws Malformed {
        assertThat(StateJsonReader.read("k", " { \"version\" : 1, \"new\": [1.5e3, {\"a\": null, \"b\": [true]}, \"x\"], \"group\":\"k\" } "))
                .isEqualTo(new GroupState(0, List.of()));
    }

    @Test
    void refusesOtherVersionsAndOtherGroups() {
        assertThatThrownBy(() -> StateJsonReader.read("k", "{\"version\":2,\"group\":\"k\"}")).isInstanceOf(Malformed.class)
                .hasMessage("it has version 2; this program reads version 1");
        assertThatThrownBy(() -> StateJsonReader.read("k", "{\"version\":1,\"group\":\"j\"}")).isInstanceOf(Malformed.class)
                .hasMessageContaining("the state of group \"j\"");
        assertThatThrownBy(() -> StateJsonReader.read("k", "{}")).isInstanceOf(Malformed.class);
    }

    @Test
    void damageIsMalformedAndNothingElse() {
        String good = StateJsonWriter.write(KEY, STATE);
        var random = new SplittableRandom(7);
        for (int i = 0; i < 5_000; i++) {
            var text = new StringBuilder(good);
            for (int n = random.nextInt(4); n >= 0; n--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.setLength(Math.max(1, at));
                    case 1 -> text.setCharAt(at, "{}[]\",:\\0a-".charAt(random.nextInt(11)));
                    default -> text.deleteCharAt(at).append(' ');
                }
            }
            try {
                StateJsonReader.read(KEY, text.toString());
            } catch (Malformed e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
        assertThatThrownBy(() -> StateJsonReader.read("k", "{\"a\":" + "[".repeat(100_000))).isInstanceOf(Malformed.class);
    }
}
