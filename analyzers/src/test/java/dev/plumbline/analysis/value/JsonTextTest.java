package dev.plumbline.analysis.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTextTest {

    @Test
    void writesWhatItReads() throws JsonText.Malformed {
        Value read = JsonText.read(" {\"b\": [1, 2.5, -0.0, 1e30, true, null], \"a\": {\"x\": \"<é\\u2028\\\"\\n\"}} ");
        assertThat(read).isInstanceOf(Value.Members.class);
        assertThat(JsonText.write(read)).isEqualTo("{\"a\":{\"x\":\"\\u003cé\\u2028\\\"\\n\"},\"b\":[1,2.5,-0,1e+30,true,null]}");
        assertThat(JsonText.read(JsonText.write(read))).isEqualTo(read);
    }

    @Test
    void numbersAreAsShortAsTheyCanBe() {
        assertThat(List.of(0.1, 100.0, 1e-6, 1.5e-7, 123456789012.0, 1e21).stream().map(JsonText::number))
                .containsExactly("0.1", "100", "0.000001", "1.5e-7", "123456789012", "1e+21");
        assertThat(JsonText.write(new Value.Items(List.of(new Value.Decimal(Double.NaN), new Value.Decimal(Double.NEGATIVE_INFINITY), new Value.Whole(7),
                new Value.Moment(Instant.EPOCH), new Value.Span(Duration.ofSeconds(2))))))
                .isEqualTo("[\"NaN\",\"-Inf\",7,\"1970-01-01T00:00:00Z\",2000000000]");
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> JsonText.read("")).hasMessage("the text is empty, expected a JSON value");
        assertThatThrownBy(() -> JsonText.read("{\n\"a\": }")).hasMessageContaining("not valid JSON at line 2");
        assertThatThrownBy(() -> JsonText.read("1 2")).hasMessage("something follows the JSON value at line 1, column 3");
        assertThatThrownBy(() -> JsonText.read("[".repeat(200) + "]".repeat(200))).hasMessageContaining("100 levels");
        assertThatThrownBy(() -> JsonText.read("[1")).isInstanceOf(JsonText.Malformed.class);
    }

    @Test
    void membersKeepTheOrderOfTheirNames() {
        var members = new Value.Members(Map.of("z", Value.Nil.NIL, "a", new Value.Bool(false), "m", new Value.Text("x")));
        assertThat(members.byName().keySet()).containsExactly("a", "m", "z");
        assertThat(new Value.Text("1").asDouble()).isNaN();
        assertThat(new Value.Whole(4).asDouble()).isEqualTo(4);
    }
}
