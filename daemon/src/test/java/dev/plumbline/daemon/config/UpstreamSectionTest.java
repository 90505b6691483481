package dev.plumbline.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.config.UpstreamConfig.OnError;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpstreamSectionTest extends SectionLoading {
    private UpstreamConfig section(String text) {
        return Objects.requireNonNull(SectionLoading.<@Nullable UpstreamConfig>section(check(text), PlumblineConfig::upstream));
    }

    private List<String> problems(String text) {
        return problems(check(text));
    }

    @Test
    void absentMeansNobodyIsAsked() {
        assertThat(check("scrape_configs: []\n")).isInstanceOfSatisfying(LoadResult.Loaded.class, l -> assertThat(l.config().upstream()).isNull());
    }

    @Test
    void theDefaults() {
        UpstreamConfig upstream = section("upstream: {url: 'http://mimir/prometheus'}");
        assertThat(upstream.url()).isEqualTo(URI.create("http://mimir/prometheus"));
        assertThat(upstream.timeoutMillis()).isEqualTo(60_000);
        assertThat(upstream.localMillis()).isEqualTo(7_200_000);
        assertThat(upstream.maxResponseBytes()).isEqualTo(64 << 20);
        assertThat(upstream.maxConcurrency()).isEqualTo(20);
        assertThat(upstream.onError()).isEqualTo(OnError.FAIL);
        assertThat(upstream.replicaLabels()).isEmpty();
    }

    @Test
    void everyKeyIsRead() {
        UpstreamConfig upstream = section("""
                global: {external_labels: {cluster: a, replica: b}}
                upstream:
                  url: https://thanos.example
                  timeout: 5s
                  local: 0s
                  max_response_bytes: 1MB
                  max_concurrency: 4
                  on_error: local
                  replica_labels: [replica]
                  headers: {X-Scope-OrgID: '${env:KEY}'}
                  authorization: {credentials: t}
                  tls_config: {server_name: x}
                """);
        assertThat(upstream.timeoutMillis()).isEqualTo(5_000);
        assertThat(upstream.localMillis()).isZero();
        assertThat(upstream.maxResponseBytes()).isEqualTo(1 << 20);
        assertThat(upstream.maxConcurrency()).isEqualTo(4);
        assertThat(upstream.onError()).isEqualTo(OnError.LOCAL);
        assertThat(upstream.replicaLabels()).containsExactly("replica");
        assertThat(Objects.requireNonNull(upstream.headers().get("X-Scope-OrgID")).reveal()).isEqualTo("secret");
        assertThat(upstream.http().tls().serverName()).isEqualTo("x");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "upstream: {} | plumbline.yml:1:11: upstream needs a url",
        "upstream: {url: 'mimir:80'} | url must start with http:// or https:// and name a host",
        "upstream: {url: 'http://m/api/v1'} | plumbline.yml:1:17: the url of upstream ends before /api/v1",
        "upstream: {url: 'http://m/?a=b'} | cannot have a query",
        "upstream: {url: 'http://m', max_concurrency: 1} | plumbline.yml:1:46: max_concurrency must be from 2 to 1000, not 1",
        "upstream: {url: 'http://m', on_error: ignore} | on_error must be one of fail, local, not \"ignore\"",
        "upstream: {url: 'http://m', replica_labels: [r]} | replica_labels names r, which is no label of global.external_labels",
        "upstream: {url: 'http://m', headers: {Authorization: x}} | use basic_auth or authorization",
        "upstream: {url: 'http://m', lokal: 1h} | unknown key \"lokal\" in upstream: did you mean \"local\"?"})
    void whatIsWrongIsSaidWithItsPlace(String text, String problem) {
        assertThat(problems(text)).anySatisfy(p -> assertThat(p).contains(problem));
    }
}
