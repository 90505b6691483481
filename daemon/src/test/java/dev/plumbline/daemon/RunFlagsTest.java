package dev.plumbline.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.time.SystemTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class RunFlagsTest {
    private static final String[] EVERYTHING = {"--config", "a b.yml", "--web.listen-address=[::1]:9", "--port", "0",
        "--storage.tsdb.path", "/d", "--storage.tsdb.retention.time=1y", "--storage.tsdb.retention.size", "5GB",
        "--storage.tsdb.min-block-duration", "3s", "--storage.remote.queue-size=1GB", "--web.external-url", "http://x/y?a=b",
        "--web.enable-lifecycle", "--web.enable-remote-write-receiver=true", "--web.enable-admin-api=false", "--web.cors.origin", "a=b",
        "--web.open", "--query.lookback-delta", "1m", "--query.timeout=", "--query.max-concurrency", "4", "--query.max-samples=5000000000",
        "--query.max-waiting", "7", "--query.max-memory", "1MB", "--query.max-total-memory=2MB", "--query.log-slower-than", "0",
        "--rules.alert.for-outage-tolerance", "2h", "--rules.alert.for-grace-period=1s", "--rules.alert.resend-delay", "5s",
        "--alertmanager.notification-queue-capacity", "12", "--log.level", "debug", "--log.format=text", "--tracing.endpoint", "http://t",
        "--enable-feature", "a,b,,c"};

    /** The options as picocli reads them. */
    static RunOptions byPicocli(String... arguments) {
        var options = new RunOptions();
        CommandSpec spec = CommandSpec.create();
        RunFlags.describe(spec, options);
        new CommandLine(spec).parseArgs(arguments);
        return options;
    }

    @Test
    void readsWhatPicocliReads() {
        var options = RunFlags.read(List.of(EVERYTHING)).orElseThrow();
        var shown = RunFlags.shown(options);
        assertThat(shown).isEqualTo(RunFlags.shown(byPicocli(EVERYTHING)));
        assertThat(shown).hasSize(30).containsEntry("config.file", "a b.yml").containsEntry("enable-feature", "a,b,,c").containsEntry("port", "0")
                .containsEntry("web.enable-admin-api", "false").containsEntry("query.timeout", "").containsEntry("query.max-samples", "5000000000")
                .containsEntry("web.external-url", "http://x/y?a=b").containsEntry("storage.tsdb.path", "/d");
        var defaults = RunFlags.shown(RunFlags.read(List.of("--config.file=c")).orElseThrow());
        assertThat(defaults).isEqualTo(RunFlags.shown(byPicocli("--config.file=c"))).containsEntry("storage.tsdb.retention.time", "35d")
                .containsEntry("web.listen-address", "127.0.0.1:9480").containsEntry("port", "").containsEntry("web.open", "false");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--port 1", "--config a --config b", "--config a --data.path b", "--config a b", "--config a --port x",
        "--config a --port", "--config --port 1", "--config a --help", "--config a -h", "--config @file", "--config a --web.open=yes",
        "--config a --query.max-samples 1.5", "--config a --port -1", "--config a --storage.tsdb.path b --data c"})
    void leavesTheRestToWhoCanExplainIt(String line) {
        assertThat(RunFlags.read(List.of(line.split(" ")))).isEmpty();
    }

    @Test
    void severalListsAddUp() {
        assertThat(byPicocli("--config", "a", "--enable-feature", "x,y", "--enable-feature", "z").features).containsExactly("x", "y", "z");
        assertThatThrownBy(() -> byPicocli("--config", "a", "--port", "x")).hasMessageContaining("--port").hasMessageContaining("'x'");
    }

    @Test
    void theHelpTellsEveryOptionWithItsDefault() {
        try (var clock = new SystemTime()) {
            String help = RunCommand.line(clock).getUsageMessage();
            RunFlags.shown(new RunOptions()).keySet().forEach(name -> assertThat(help).contains("--" + name));
            assertThat(help).contains("127.0.0.1:9480").contains("35d").contains("$OTEL_EXPORTER_OTLP_ENDPOINT").doesNotContain("DEFAULT-VALUE");
        }
    }
}
