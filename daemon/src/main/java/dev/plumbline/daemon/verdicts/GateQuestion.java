package dev.plumbline.daemon.verdicts;

/** What a rollout controller asks; parts that were not given are empty. */
public record GateQuestion(String service, String version, String stable, String revision, String stage, String namespace,
        String policy) {

    /** A question with the two parts that are always needed. */
    public static GateQuestion about(String service, String version) {
        return new GateQuestion(service, version, "", "", "", "", "");
    }

    public GateQuestion withStable(String given) {
        return new GateQuestion(service, version, given, revision, stage, namespace, policy);
    }

    public GateQuestion withRevision(String given) {
        return new GateQuestion(service, version, stable, given, stage, namespace, policy);
    }

    public GateQuestion withStage(String given) {
        return new GateQuestion(service, version, stable, revision, given, namespace, policy);
    }

    public GateQuestion withNamespace(String given) {
        return new GateQuestion(service, version, stable, revision, stage, given, policy);
    }

    public GateQuestion withPolicy(String given) {
        return new GateQuestion(service, version, stable, revision, stage, namespace, given);
    }
}
