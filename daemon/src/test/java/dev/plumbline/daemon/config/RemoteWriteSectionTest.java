package dev.plumbline.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.config.RemoteWriteConfig.Message;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RemoteWriteSectionTest extends SectionLoading {
    private List<RemoteWriteConfig> entries(String text) {
        return section(load(text), PlumblineConfig::remoteWrite);
    }

    private List<String> problems(String text) {
        return problems(load(text));
    }

    @Test
    void theDefaultsArePrometheus() {
        RemoteWriteConfig entry = entries("remote_write: [{url: 'https://r.example/api/v1/write'}]").getFirst();
        assertThat(entry.name()).matches("[0-9a-f]{6}");
        assertThat(entry.timeoutMillis()).isEqualTo(30_000);
        assertThat(entry.message()).isEqualTo(Message.V1);
        assertThat(entry.sendExemplars() || entry.sendNativeHistograms() || entry.http().enableHttp2()).isFalse();
        assertThat(entry.http().followRedirects()).isTrue();
        assertThat(entry.queue()).isEqualTo(new RemoteWriteConfig.Queue(10_000, 1, 50, 2_000, 5_000, 30, 5_000, false, 0));
        assertThat(entry.metadata()).isEqualTo(new RemoteWriteConfig.Metadata(true, 60_000, 2_000));
    }

    @Test
    void everyKeyIsRead() {
        RemoteWriteConfig entry = entries("""
                remote_write:
                - url: http://r/write
                  name: far
                  remote_timeout: 5s
                  headers: {X-Scope-OrgID: 'team-${env:KEY}'}
                  send_exemplars: true
                  send_native_histograms: true
                  protobuf_message: io.prometheus.write.v2.Request
                  basic_auth: {username: u, password: p}
                  enable_http2: true
                  follow_redirects: false
                  write_relabel_configs: [{regex: a, action: labeldrop}]
                  queue_config: {capacity: 100, max_shards: 5, min_shards: 2, max_samples_per_send: 10, batch_send_deadline: 1s,
                    min_backoff: 10ms, max_backoff: 1m, retry_on_http_429: true, sample_age_limit: 2h}
                  metadata_config: {send: false, send_interval: 5m, max_samples_per_send: 7}
                """).getFirst();
        assertThat(entry.name()).isEqualTo("far");
        assertThat(Objects.requireNonNull(entry.headers().get("X-Scope-OrgID")).reveal()).isEqualTo("team-secret");
        assertThat(entry.message()).isEqualTo(Message.V2);
        assertThat(entry.sendExemplars() && entry.sendNativeHistograms() && entry.http().enableHttp2()).isTrue();
        assertThat(entry.http().followRedirects()).isFalse();
        assertThat(entry.relabel()).hasSize(1);
        assertThat(entry.queue()).isEqualTo(new RemoteWriteConfig.Queue(100, 2, 5, 10, 1_000, 10, 60_000, true, 7_200_000));
        assertThat(entry.metadata()).isEqualTo(new RemoteWriteConfig.Metadata(false, 300_000, 7));
    }

    @Test
    void namesAreOfTheAddressAndDiffer() {
        List<RemoteWriteConfig> two = entries("remote_write: [{url: 'http://r/'}, {url: 'http://r/', send_exemplars: true}]");
        assertThat(two.getFirst().name()).isNotEqualTo(two.getLast().name());
        assertThat(entries("remote_write: [{url: 'http://r/', remote_timeout: 1s}]").getFirst().name()).isEqualTo(two.getFirst().name());
    }

    @Test
    void whatIsWrongIsSaidWithItsPlace() {
        assertThat(problems("""
                remote_write:
                - name: a
                - {url: 'ftp://x', name: a}
                -
                - {url: http://x, sigv4: {region: r}, round_robin_dns: true}
                - url: http://y
                  headers: {authorization: x, Content-Type: y}
                  protobuf_message: v3
                  queue_config: {min_shards: 10, max_shards: 5, capacity: 0, max_backof: 1s}
                - {url: http://z, azuread: {}, google_iam: {}, oauth2: {client_id: c, token_url: 'http://t'}}
                """)).containsExactly(
                "plumbline.yml:2:3: an entry of remote_write needs a url",
                "plumbline.yml:3:9: url must start with http:// or https:// and name a host",
                "plumbline.yml:3:26: the name \"a\" of an entry of remote_write is given twice, first at line 2",
                "plumbline.yml:4:2: an entry of remote_write is empty; fill or remove it",
                "plumbline.yml:5:19: the key \"sigv4\" is not there yet in this version; leave it out",
                "plumbline.yml:5:39: the key \"round_robin_dns\" is not there yet in this version; leave it out",
                "plumbline.yml:7:13: the header authorization is set by the sender itself and cannot be given; use"
                        + " basic_auth or authorization",
                "plumbline.yml:7:31: the header Content-Type is set by the sender itself and cannot be given",
                "plumbline.yml:8:21: protobuf_message must be one of io.prometheus.write.v2.Request,"
                        + " prometheus.WriteRequest, not \"v3\"",
                "plumbline.yml:9:30: min_shards must not be above max_shards, 5",
                "plumbline.yml:9:59: capacity must be from 1 to 10000000, not 0",
                "plumbline.yml:9:62: unknown key \"max_backof\" in queue_config: did you mean \"max_backoff\"?",
                "plumbline.yml:10:19: the key \"azuread\" is not there yet in this version; leave it out",
                "plumbline.yml:10:32: the key \"google_iam\" is not there yet in this version; leave it out",
                "plumbline.yml:10:48: the key \"oauth2\" is not there yet in this version; leave it out");
    }
}
