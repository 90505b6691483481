package dev.plumbline.daemon.verdicts;

import java.util.Map;

/**
 * What a rollout controller asks; parts that were not given are empty.
 *
 * @param args for the arguments of an AnalysisTemplate, by their names
 */
public record GateQuestion(String service, String version, String stable, String revision, String stage, String namespace,
        String policy, Map<String, String> args) {
    public GateQuestion {
        args = Map.copyOf(args);
    }

    /** A question with the two parts that are always needed. */
    public static GateQuestion about(String service, String version) {
        return new GateQuestion(service, version, "", "", "", "", "", Map.of());
    }

    public GateQuestion withStable(String given) {
        return new GateQuestion(service, version, given, revision, stage, namespace, policy, args);
    }

    public GateQuestion withRevision(String given) {
        return new GateQuestion(service, version, stable, given, stage, namespace, policy, args);
    }

    public GateQuestion withStage(String given) {
        return new GateQuestion(service, version, stable, revision, given, namespace, policy, args);
    }

    public GateQuestion withNamespace(String given) {
        return new GateQuestion(service, version, stable, revision, stage, given, policy, args);
    }

    public GateQuestion withPolicy(String given) {
        return new GateQuestion(service, version, stable, revision, stage, namespace, given, args);
    }

    public GateQuestion withArgs(Map<String, String> given) {
        return new GateQuestion(service, version, stable, revision, stage, namespace, policy, given);
    }
}
