package dev.plumbline.daemon.verdicts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GateRequestTest {

    private static String problem(String service, String query) {
        return ((GateRequest.Unreadable) GateRequest.parse(service, query)).detail();
    }

    @Test
    void readsAllParameters() {
        assertThat(GateRequest.parse("check%20out", "version=2.4.1%2Bx&stable=2&revision=r+1&stage=25&namespace=shop&policy=w%C3%A4b&answer=status"))
                .isEqualTo(new GateRequest.Readable(new GateQuestion("check out", "2.4.1+x", "2", "r 1", "25", "shop", "wäb", Map.of()), GateRequest.Form.STATUS));
        assertThat(GateRequest.parse("a+b", "")).isEqualTo(new GateRequest.Readable(GateQuestion.about("a+b", ""), GateRequest.Form.JSON));
        assertThat(GateRequest.parse("ü🙂", "version=1&")).isEqualTo(new GateRequest.Readable(GateQuestion.about("ü🙂", "1"), GateRequest.Form.JSON));
    }

    @Test
    void readsArgumentsOfATemplate() {
        assertThat(GateRequest.parse("s", "version=1&args.service-name=a%20b&policy=t&args.x=")).isEqualTo(new GateRequest.Readable(
                GateQuestion.about("s", "1").withPolicy("t").withArgs(Map.of("service-name", "a b", "x", "")), GateRequest.Form.JSON));
        assertThat(problem("s", "version=1&args.x=1&args.x=2")).isEqualTo("parameter args.x is given twice");
    }

    @Test
    void wrongArgumentsAreTold() {
        assertThat(asked(Map.of("a b", "1"))).contains("an argument is called \"a b\", must be 1 to 63 letters");
        assertThat(asked(Map.of("a", "x\ny"))).contains("args.a has the character U+000A at position 2");
        assertThat(asked(Map.of("a", "{{args.b}}"))).contains("args.a has {{");
        assertThat(asked(IntStream.range(0, 51).boxed().collect(Collectors.toMap(i -> "a" + i, i -> "1")))).contains("there are 51 arguments, at most 50");
    }

    private static String asked(Map<String, String> args) {
        return QuestionCheck.problem(GateQuestion.about("s", "1").withArgs(args)).orElseThrow();
    }

    @Test
    void refusesWhatItDoesNotUnderstand() {
        assertThat(problem("s", "version=1&version=2")).isEqualTo("parameter version is given twice");
        assertThat(problem("s", "verison=1")).startsWith("unknown parameter \"verison\"; known are version, stable");
        assertThat(problem("s", "version=%FF")).isEqualTo("version is not valid UTF-8");
        assertThat(problem("%C3", "version=1")).isEqualTo("service is not valid UTF-8");
        assertThat(problem("s", "version=%2")).isEqualTo("version has a % that two hexadecimal digits do not follow");
        assertThat(problem("s", "version=%zz")).contains("hexadecimal");
        assertThat(problem("s", "version=1&answer=xml")).isEqualTo("answer is \"xml\", must be json or status");
        assertThat(problem("s", "version=" + "1".repeat(9_000))).contains("longer than 8192");
    }
}
