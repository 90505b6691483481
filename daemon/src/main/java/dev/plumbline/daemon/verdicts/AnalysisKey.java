package dev.plumbline.daemon.verdicts;

/** What makes two questions be about the same analysis. Parts that are not known are empty. */
public record AnalysisKey(String namespace, String service, String version, String revision, String stage, String policy) {

    /** Whether both are about the same release, at different stages. */
    public boolean isOtherStageOf(AnalysisKey other) {
        return !stage.equals(other.stage) && service.equals(other.service) && version.equals(other.version)
                && namespace.equals(other.namespace) && revision.equals(other.revision) && policy.equals(other.policy);
    }

    /** The same for all stages of one release. */
    AnalysisKey release() {
        return new AnalysisKey(namespace, service, version, revision, "", policy);
    }
}
