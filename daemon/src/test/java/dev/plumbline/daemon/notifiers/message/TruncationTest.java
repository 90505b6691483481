package dev.plumbline.daemon.notifiers.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.notifiers.Messages;
import dev.plumbline.model.Labels;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TruncationTest {

    @Test
    void keepsToItsLimitAndSplitsNoCharacter() {
        var random = new SplittableRandom(11);
        for (int round = 0; round < 2_000; round++) {
            String text = random.ints(random.nextInt(12), 0, 4).mapToObj(i -> new String[] {"a", "é", "€", "🚀"}[i]).reduce("", String::concat);
            int limit = random.nextInt(20);
            Truncation runes = Truncation.runes(text, limit);
            assertThat(runes.text().codePointCount(0, runes.text().length())).isLessThanOrEqualTo(limit);
            Truncation bytes = Truncation.bytes(text, limit);
            byte[] encoded = bytes.text().getBytes(StandardCharsets.UTF_8);
            assertThat(encoded.length).isLessThanOrEqualTo(limit);
            assertThat(new String(encoded, StandardCharsets.UTF_8)).isEqualTo(bytes.text());
            assertThat(bytes.truncated()).isEqualTo(!bytes.text().equals(text));
        }
    }

    @Test
    void whatAlertsHaveInCommon() {
        assertThat(Messages.message().commonLabels()).isEqualTo(Labels.EMPTY);
        assertThat(Messages.message().status()).isEqualTo("resolved");
        assertThat(Messages.firing().commonLabels()).isEqualTo(Labels.of("alertname", "X", "team", "a", "job", "api"));
        assertThat(Messages.firing().commonAnnotations()).isEqualTo(Labels.of("summary", "it <burns> & smokes"));
        assertThat(Messages.message(Messages.alert("i1", true)).commonAnnotations().get("runbook")).isEqualTo("i1");
    }

    @Test
    void plainTextEndsSomewhere() {
        var alerts = java.util.stream.IntStream.range(0, 50).mapToObj(i -> Messages.alert("i" + i, true)).toArray(dev.plumbline.daemon.notifiers.NotifiedAlert[]::new);
        assertThat(PlainText.body(Messages.message(alerts))).endsWith("and 30 more\n");
    }
}
