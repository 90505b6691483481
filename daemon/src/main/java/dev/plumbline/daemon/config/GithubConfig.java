package dev.plumbline.daemon.config;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * The section github: the app by which GitHub asks before a deployment, and what its questions mean here.
 *
 * @param appId the app's id or client id
 * @param privateKey of the app, an RSA key in PEM
 * @param webhookSecret what GitHub signs with
 * @param apiUrl without a slash at the end; nothing but what lies under it is ever called
 * @param http the TLS settings; the app authenticates by itself
 */
public record GithubConfig(String appId, Secret privateKey, Secret webhookSecret, URI apiUrl, List<Rule> rules, HttpClientConfig http) {
    public GithubConfig {
        rules = List.copyOf(rules);
    }

    /** What of a deployment is the version. */
    public enum Version { SHA, REF }

    /**
     * An environment of a repository, and the question that a deployment to it is. Texts that were not given are empty.
     *
     * @param repository {@code owner/name}, compared without regard to case as GitHub does
     * @param environment compared without regard to case as GitHub does
     */
    public record Rule(String repository, String environment, String service, String namespace, String stable, String stage,
            String policy, Version version) {}

    /** The rule of an environment. */
    public Optional<Rule> rule(String repository, String environment) {
        return rules.stream().filter(r -> r.repository.equalsIgnoreCase(repository) && r.environment.equalsIgnoreCase(environment)).findFirst();
    }
}
