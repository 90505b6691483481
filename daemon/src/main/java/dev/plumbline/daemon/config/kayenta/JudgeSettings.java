package dev.plumbline.daemon.config.kayenta;

import dev.plumbline.analysis.canary.NoData;
import dev.plumbline.analysis.kayenta.Mode;
import dev.plumbline.model.PlumblineException;

/**
 * Which judge a configuration asks for: {@code judge.name}, and in {@code judge.judgeConfigurations} our own {@code mode} (strict
 * unless said) and {@code noData} (hold unless said).
 *
 * @param name what results call it
 * @param noData what a metric that is not known means in strict mode
 */
public record JudgeSettings(String name, Mode mode, NoData noData) {
    /** Kayenta's own name for its judge. */
    public static final String NAME = "NetflixACAJudge-v1.0";
    /** The same, compatible whatever the configuration says; for comparisons. */
    public static final String COMPATIBLE_NAME = NAME + "-compatible";
    /** What a Kayenta calls the judge that it asks over HTTP. */
    private static final String REMOTE_NAME = "RemoteJudge-v1.0";

    /** Reads {@code judge} of a configuration; it may be absent. */
    public static JudgeSettings read(JsonPart judge) {
        JsonPart own = judge.at("judgeConfigurations");
        Mode mode = switch (own.at("mode").text("strict")) {
            case "strict" -> Mode.STRICT;
            case "compatible" -> Mode.COMPATIBLE;
            case String other -> throw PlumblineException.user(own.path() + ".mode is " + other + ", must be strict or compatible");
        };
        NoData noData = switch (own.at("noData").text("hold")) {
            case "hold" -> NoData.HOLD;
            case "fail" -> NoData.FAIL;
            case "ignore" -> NoData.IGNORE;
            case String other -> throw PlumblineException.user(own.path() + ".noData is " + other + ", must be hold, fail or ignore");
        };
        return new JudgeSettings(NAME, mode, noData).named(judge.at("name").text(""));
    }

    /** The judge of another name; the same one for an empty name. */
    public JudgeSettings named(String other) {
        return switch (other) {
            case "" -> this;
            case NAME, REMOTE_NAME -> new JudgeSettings(NAME, mode, noData);
            case COMPATIBLE_NAME -> new JudgeSettings(COMPATIBLE_NAME, Mode.COMPATIBLE, noData);
            default -> throw PlumblineException.user("there is no judge " + other + "; there are " + NAME + " and " + COMPATIBLE_NAME);
        };
    }
}
