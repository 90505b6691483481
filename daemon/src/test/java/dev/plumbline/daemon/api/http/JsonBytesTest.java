package dev.plumbline.daemon.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class JsonBytesTest {
    @Test
    void putsCommasBetweenMembersAndElements() {
        var json = new JsonBytes().raw('{').member("a", "x").member("b", 2).key("c").raw('[');
        json.next().number(1).next().number(2).raw(']').raw('}');
        assertThat(json.toString()).isEqualTo("{\"a\":\"x\",\"b\":2,\"c\":[1,2]}");
    }

    @Test
    void escapesWhatJsonForbids() {
        assertThat(new JsonBytes().string("a\"b\\c\n\t\r\u0001é€😀").toString())
                .isEqualTo("\"a\\\"b\\\\c\\n\\t\\r\\u0001é€😀\"");
    }

    @Test
    void replacesALoneSurrogate() {
        assertThat(new JsonBytes().string("a\ud800b").toString()).isEqualTo("\"a\ufffdb\"");
    }

    @Test
    void writesSecondsWithUpToThreeDecimals() {
        assertThat(new JsonBytes().seconds(300_000).raw(' ').seconds(300_500).raw(' ').seconds(300_123).raw(' ').seconds(-1_050)
                .raw(' ').seconds(7).toString()).isEqualTo("300 300.5 300.123 -1.05 0.007");
    }

    @Test
    void writesTheExtremesOfLong() {
        assertThat(new JsonBytes().number(Long.MIN_VALUE).raw(' ').number(Long.MAX_VALUE).raw(' ').number(0).raw(' ').number(-10)
                .toString()).isEqualTo("-9223372036854775808 9223372036854775807 0 -10");
    }

    @Test
    void reopensOnlyAnObject() {
        assertThat(new JsonBytes().raw('{').member("a", 1).raw('}').reopen().member("b", 2).raw('}').toString())
                .isEqualTo("{\"a\":1,\"b\":2}");
        assertThatThrownBy(() -> new JsonBytes().raw('[').reopen()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void writesTheSameStringAgainAsTheFirstTime() {
        for (String text : new String[] {"plain", "", "qu\"ote", "back\\slash", "tab\t", "caf\u00e9", "\ud83d\ude00", "\ud83d", "x".repeat(5000)}) {
            String first = new JsonBytes().string(text).toString();
            assertThat(new JsonBytes(1).string(text).raw(',').string(text).toString()).isEqualTo(first + "," + first);
            assertThat(new JsonBytes().string(new String(text.toCharArray())).toString()).isEqualTo(first);
        }
        assertThat(new JsonBytes().string("AaAa").string("BBBB").string("AaAa").toString()).isEqualTo("\"AaAa\"\"BBBB\"\"AaAa\""); // one hash
    }

    /** Large answers are written into arrays that others were written into before. */
    @Test
    void anAnswerKeepsItsBytesWhenTheNextIsWritten() {
        var answers = new java.util.ArrayList<Answer>();
        for (char c : "abc".toCharArray()) {
            answers.add(Answer.json(200, new JsonBytes().expect(2 << 20).ascii(String.valueOf(c).repeat(1_500_000))));
        }
        for (int i = 0; i < 3; i++) {
            byte[] body = answers.get(i).body();
            assertThat(body).hasSize(1_500_000);
            assertThat(body[0]).isEqualTo((byte) "abc".charAt(i));
            assertThat(body[1_499_999]).isEqualTo((byte) "abc".charAt(i));
        }
    }

    @Test
    void growsBeyondWhatIsKept() {
        var json = new JsonBytes();
        String million = "x".repeat(1_000_000);
        for (int i = 0; i < 20; i++) {
            json.ascii(million);
        }
        byte[] bytes = Answer.json(200, json.raw('y')).body();
        assertThat(bytes).hasSize(20_000_001);
        assertThat(bytes[20_000_000]).isEqualTo((byte) 'y');
        assertThat(bytes[12_345_678]).isEqualTo((byte) 'x');
    }
}
