package dev.plumbline.daemon.config;

import dev.plumbline.storage.TenantRules;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A whole configuration, valid and with every default resolved. {@code ruleFiles} and {@code canaryFiles} are the
 * files that exist, absolute, globs expanded, in the order of the patterns. {@code alertmanagerFile} is absolute, null when
 * none is named. {@code auth} and {@code heartbeat} are null when the section is absent. {@code rollouts} is the cluster whose Rollouts
 * are acted on, and which of them are followed. {@code remoteWrite} is who is sent samples, {@code upstream} who is asked
 * for what is older than the store, null when nobody is. {@code tenants} is null when the section is absent: nobody has tenants.
 * {@code retention} is what the store keeps how long. {@code github} is null when the section is absent.
 */
public record PlumblineConfig(Path file, GlobalConfig global, List<ScrapeConfig> scrapeConfigs, List<Path> ruleFiles,
                              List<Path> canaryFiles, @Nullable Path alertmanagerFile, AlertingConfig alerting,
                              @Nullable HeartbeatConfig heartbeat, StorageConfig storage, @Nullable AuthConfig auth,
                              RolloutsConfig rollouts, List<RemoteWriteConfig> remoteWrite,
                              @Nullable UpstreamConfig upstream, @Nullable TenantRules tenants, RetentionConfig retention,
                              @Nullable GithubConfig github) {
    public PlumblineConfig {
        remoteWrite = List.copyOf(remoteWrite);
        scrapeConfigs = List.copyOf(scrapeConfigs);
        ruleFiles = List.copyOf(ruleFiles);
        canaryFiles = List.copyOf(canaryFiles);
    }

    /** The section auth: who may call. An empty list of tokens lets nobody in. */
    public record AuthConfig(Path tokensFile, List<ApiToken> tokens) {
        public AuthConfig {
            tokens = List.copyOf(tokens);
        }
    }
}
