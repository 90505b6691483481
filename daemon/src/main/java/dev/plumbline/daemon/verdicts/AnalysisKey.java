package dev.plumbline.daemon.verdicts;

/** What makes two questions be about the same analysis. Parts that are not known are empty. */
public record AnalysisKey(String namespace, String service, String version, String revision, String stage, String policy) {}
