package dev.plumbline.daemon.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AnswerTest {

    @Test
    void aBodyIsWhatWasWrittenAndNotAllOfItsArray() {
        Answer answer = Answer.json(200, new JsonBytes(64).ascii("[1]"));
        assertThat(answer.array()).hasSizeGreaterThan(3);
        assertThat(answer.body()).isEqualTo("[1]".getBytes(StandardCharsets.US_ASCII));
        assertThat(answer.exact().array()).isEqualTo(answer.body());
    }

    @Test
    void whatFillsItsArrayIsItsOwn() {
        Answer answer = Answer.text(200, "ok");
        assertThat(answer.exact()).isSameAs(answer);
        assertThat(answer.body()).isSameAs(answer.array());
    }

    @Test
    void theArrayOfALargeOneIsTakenAgainOnceItWasSent() {
        Answer answer = Answer.json(200, new JsonBytes().expect(SpareBytes.LARGEST - 1).ascii("[1]"));
        answer.sent();
        assertThat(SpareBytes.take(SpareBytes.LARGEST - 1)).isSameAs(answer.array());
    }
}
