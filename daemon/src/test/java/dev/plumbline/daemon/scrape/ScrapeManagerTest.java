package dev.plumbline.daemon.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.config.ConfigLoader;
import dev.plumbline.daemon.config.LoadResult;
import dev.plumbline.daemon.config.ScrapeConfig;
import dev.plumbline.daemon.relabel.NameValidation;
import dev.plumbline.daemon.relabel.RelabelAction;
import dev.plumbline.daemon.relabel.RelabelRegex;
import dev.plumbline.daemon.relabel.RelabelRule;
import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.model.MetricMetadata;
import dev.plumbline.model.StaleMarker;
import dev.plumbline.storage.InMemoryStorage;
import dev.plumbline.storage.NoExemplars;
import dev.plumbline.storage.Series;
import dev.plumbline.time.VirtualTime;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScrapeManagerTest {
    private static final long START = 1_700_000_000_000L;
    private static final long INTERVAL = 10_000;
    private final VirtualTime time = new VirtualTime(START);
    private final ScriptedFetcher target = new ScriptedFetcher();
    private FailingStorage storage = new FailingStorage(new InMemoryStorage());
    private ScrapeManager manager = manager();

    @BeforeEach
    void fresh() {
        storage = new FailingStorage(new InMemoryStorage());
        manager = manager();
    }

    private ScrapeManager manager() {
        return new ScrapeManager(new ScrapeRow.Stores(storage, new NoExemplars()), time, 1, (t, c) -> target);
    }

    private static ScrapeConfig job() {
        return ScrapeConfig.of("job", INTERVAL, 5_000, List.of());
    }

    private static ScrapeConfig job(boolean honorLabels, boolean honorTimestamps, boolean track, ScrapeConfig.Limits limits) {
        var j = job();
        return new ScrapeConfig(j.jobName(), j.intervalMillis(), j.timeoutMillis(), j.scheme(), j.metricsPath(), j.params(), honorLabels,
                honorTimestamps, track, true, true, j.protocols(), limits, j.histograms(), j.names(), null, List.of(), List.of(), j.http(), List.of());
    }

    private static ScrapeTarget target(String instance) {
        return new ScrapeTarget(Labels.of("__address__", instance), Labels.of("job", "job", "instance", instance),
                URI.create("http://" + instance + "/metrics"), INTERVAL, 5_000);
    }

    private void run(ScrapeConfig config) {
        manager.apply(List.of(new ScrapePool(config, List.of(target("a:1")), List.of())));
    }

    private void scrape(String text) {
        target.text = text;
        time.advance(INTERVAL);
    }

    private void scrapeDown() {
        target.text = null;
        time.advance(INTERVAL);
    }

    /** The values of a metric's only series, "stale" for markers; empty when there is none. */
    private List<String> values(String metric) {
        return all(metric).stream().flatMap(s -> {
            var samples = s.samples(0, Long.MAX_VALUE);
            List<String> texts = new ArrayList<>();
            for (int i = samples.from(); i < samples.to(); i++) {
                double v = samples.values()[i];
                texts.add(StaleMarker.is(v) ? "stale" : v == Math.rint(v) ? String.valueOf((long) v) : String.valueOf(v));
            }
            return texts.stream();
        }).toList();
    }

    private List<Series> all(String metric) {
        return storage.querier(0, Long.MAX_VALUE).select(List.of(LabelMatcher.equal(Labels.METRIC_NAME, metric)));
    }

    private TargetStatus status() {
        return manager.targets().getFirst();
    }

    @Test
    void writesSamplesAndReportsAtTheScheduledTime() {
        run(job());
        scrape("# TYPE a counter\n# HELP a Things\na 1\nb{x=\"y\"} 2\n");
        scrape("# TYPE a counter\n# HELP a Things\na 3\nb{x=\"y\"} 2\n");
        assertThat(values("a")).containsExactly("1", "3");
        assertThat(values("up")).containsExactly("1", "1");
        assertThat(values("scrape_samples_scraped")).containsExactly("2", "2");
        assertThat(values("scrape_series_added")).containsExactly("2", "0");
        var times = all("a").getFirst().samples(0, Long.MAX_VALUE).times();
        assertThat(times[1] - times[0]).isEqualTo(INTERVAL);
        assertThat(all("a").getFirst().labels()).isEqualTo(Labels.of("__name__", "a", "job", "job", "instance", "a:1"));
        assertThat(status().health()).isEqualTo(TargetStatus.Health.UP);
        assertThat(manager.metadata().getFirst().metrics()).containsEntry("a", new MetricMetadata("counter", "", "Things"));
        assertThat(manager.stats().samples()).isEqualTo(4);
    }

    @Test
    void marksVanishedSeriesOnceAndTakesThemBack() {
        run(job());
        scrape("a 1\nb 1\nc 1\n");
        scrape("a 2\nc 2\n");
        scrape("c 3\na 3\n");
        scrape("a 4\nb 4\nc 4\n");
        assertThat(values("a")).containsExactly("1", "2", "3", "4");
        assertThat(values("b")).containsExactly("1", "stale", "4");
        assertThat(values("c")).containsExactly("1", "2", "3", "4");
        assertThat(values("scrape_series_added")).containsExactly("3", "0", "0", "1");
    }

    @Test
    void aTargetThatIsDownEndsItsSeriesButNotItsReports() {
        run(job());
        scrape("a 1\n");
        scrapeDown();
        assertThat(status().health()).isEqualTo(TargetStatus.Health.DOWN);
        assertThat(status().lastError()).isEqualTo("connection to target: refused");
        scrapeDown();
        scrape("a 2\n");
        assertThat(values("a")).containsExactly("1", "stale", "2");
        assertThat(values("up")).containsExactly("1", "0", "0", "1");
        assertThat(manager.stats().failures()).containsEntry("connect", 2L);
    }

    @Test
    void nothingOfAScrapeWithAParseErrorStays() {
        run(job());
        scrape("a 1\n");
        scrape("a 2\nnew 1\na{b='c'} 3\n");
        scrape("a 4\n");
        assertThat(values("a")).containsExactly("1", "stale", "4");
        assertThat(values("new")).isEmpty();
        assertThat(values("up")).containsExactly("1", "0", "1");
        assertThat(manager.stats().failures()).containsEntry("parse", 1L);
    }

    @Test
    void limitsFailTheWholeScrapeAndSayWhich() {
        run(job(false, true, false, new ScrapeConfig.Limits(0, 2, 4, 0, 5, 0, 0)));
        scrape("a 1\nb 1\nc 1\n");
        assertThat(status().lastError()).startsWith("sample limit exceeded");
        scrape("a{x=\"1\",y=\"2\"} 1\n");
        assertThat(status().lastError()).startsWith("label_limit exceeded (metric: a, number of labels: 5, limit: 4)");
        scrape("a{x=\"toolong\"} 1\n");
        assertThat(status().lastError()).startsWith("label_value_length_limit exceeded");
        scrape("a 1\nb 1\n");
        assertThat(values("a")).containsExactly("1");
        assertThat(values("up")).containsExactly("0", "0", "0", "1");
        assertThat(values("scrape_sample_limit")).containsExactly("2", "2", "2", "2");
    }

    @Test
    void tooManyTargetsFailAll() {
        var limits = new ScrapeConfig.Limits(0, 0, 0, 0, 0, 1, 1);
        manager.apply(List.of(new ScrapePool(job(false, true, false, limits), List.of(target("a:1"), target("b:1")),
                List.of(Labels.of("x", "1"), Labels.of("x", "2")))));
        time.advance(INTERVAL);
        assertThat(manager.targets()).allSatisfy(t -> assertThat(t.lastError())
                .isEqualTo("target_limit exceeded (number of targets: 2, limit: 1)"));
        assertThat(manager.droppedTargets().getFirst().count()).isEqualTo(2);
        assertThat(manager.droppedTargets().getFirst().discoveredLabels()).hasSize(1);
    }

    @Test
    void exposedLabelsGiveWayOrStay() {
        run(job());
        scrape("a{job=\"mine\",exported_job=\"x\"} 1\n");
        assertThat(all("a").getFirst().labels()).isEqualTo(Labels.of("__name__", "a", "job", "job", "instance", "a:1",
                "exported_job", "x", "exported_exported_job", "mine"));
        fresh();
        run(job(true, true, false, ScrapeConfig.Limits.NONE));
        scrape("a{job=\"mine\"} 1\n");
        assertThat(all("a").getFirst().labels().get("job")).isEqualTo("mine");
    }

    @Test
    void duplicatesAreCountedAndTheFirstWins() {
        run(job());
        scrape("a{x=\"1\",y=\"2\"} 1\na{y=\"2\",x=\"1\"} 2\n");
        scrape("a{x=\"1\",y=\"2\"} 3\na{y=\"2\",x=\"1\"} 4\n");
        assertThat(values("a")).containsExactly("1", "3");
        assertThat(values("up")).containsExactly("1", "1");
        assertThat(manager.stats().duplicates()).isEqualTo(2);
    }

    @Test
    void timestampsOfTheTargetAreHonouredWithoutMarkersUnlessTracked() {
        run(job());
        scrape("a 1 1000\n");
        scrape("b 1\n");
        assertThat(values("a")).containsExactly("1");
        assertThat(all("a").getFirst().samples(0, Long.MAX_VALUE).times()[0]).isEqualTo(1000);
        fresh();
        run(job(false, true, true, ScrapeConfig.Limits.NONE));
        scrape("a 1 1000\n");
        scrape("b 1\n");
        assertThat(values("a")).containsExactly("1", "stale");
        fresh();
        run(job(false, false, false, ScrapeConfig.Limits.NONE));
        scrape("a 1 1000\n");
        scrape("b 1\n");
        assertThat(values("a")).containsExactly("1", "stale");
        assertThat(all("a").getFirst().samples(0, Long.MAX_VALUE).times()[0]).isGreaterThan(START);
    }

    @Test
    void aTargetThatIsGoneEndsAllItsSeriesAfterTwoIntervals() {
        run(job());
        scrape("a 1\n");
        manager.apply(List.of());
        time.advance(INTERVAL);
        assertThat(values("a")).containsExactly("1");
        time.advance(2 * INTERVAL);
        assertThat(values("a")).containsExactly("1", "stale");
        assertThat(values("up")).containsExactly("1", "stale");
        assertThat(target.closed).isTrue();
        assertThat(manager.targets()).isEmpty();
    }

    @Test
    void aReloadThatChangesNothingDisturbsNothingAndAReturnTakesOver() {
        run(job());
        scrape("a 1\n");
        run(job());
        scrape("a 2\n");
        assertThat(values("scrape_series_added")).containsExactly("1", "0");
        manager.apply(List.of());
        run(job());
        scrape("a 3\n");
        time.advance(3 * INTERVAL);
        assertThat(values("a")).doesNotContain("stale").startsWith("1", "2", "3");
    }

    @Test
    void aFullDiskIsSaidAndTheNextScrapeGoesOn() {
        run(job());
        scrape("a 1\nb 1\n");
        storage.full = true;
        scrape("a 2\nc 2\n");
        assertThat(status().lastError()).startsWith("cannot store the scrape: no space left");
        storage.full = false;
        scrape("a 3\nc 3\n");
        assertThat(values("a")).containsExactly("1", "3");
        assertThat(values("b")).containsExactly("1", "stale");
        assertThat(values("c")).containsExactly("3");
        assertThat(status().health()).isEqualTo(TargetStatus.Health.UP);
    }

    @Test
    void aClockThatJumpsBackLosesSamplesButNotTheLoop() {
        run(job());
        scrape("a 1\n");
        time.jumpWall(-60_000);
        scrape("a 2\n");
        assertThat(values("a")).containsExactly("1");
        assertThat(manager.stats().rejections().get("out_of_order")).isGreaterThan(1);
        time.jumpWall(60_000);
        scrape("a 3\n");
        assertThat(values("a")).containsExactly("1", "3");
    }

    @Test
    void blankAndUnknownContentTypesFail() {
        run(job());
        target.contentType = "";
        scrape("a 1\n");
        assertThat(status().lastError()).contains("blank Content-Type and no fallback_scrape_protocol");
        target.contentType = "text/html";
        scrape("a 1\n");
        assertThat(status().lastError()).contains("unsupported Content-Type \"text/html\"");
        assertThat(values("a")).isEmpty();
    }

    private static ScrapeConfig dropping(String metric) {
        var j = job(false, true, false, ScrapeConfig.Limits.NONE);
        var drop = new RelabelRule(List.of("__name__"), ";", new RelabelRegex(metric), 0, "", "$1", RelabelAction.DROP, NameValidation.UTF8);
        return new ScrapeConfig(j.jobName(), j.intervalMillis(), j.timeoutMillis(), j.scheme(), j.metricsPath(), j.params(), false, true,
                false, true, false, j.protocols(), j.limits(), j.histograms(), j.names(), null, List.of(), List.of(drop), j.http(), List.of());
    }

    @Test
    void aChangedJobEndsWhatItNoLongerProducesInItsFirstScrape() {
        run(job(false, true, false, ScrapeConfig.Limits.NONE));
        scrape("a 1\nb 1\n");
        run(dropping("b"));
        scrape("a 2\nb 2\n");
        scrape("a 3\nb 3\n");
        assertThat(values("a")).containsExactly("1", "2", "3");
        assertThat(values("b")).containsExactly("1", "stale");
        assertThat(values("up")).containsExactly("1", "1", "1");
        assertThat(values("scrape_series_added")).containsExactly("2", "0", "0");
        assertThat(values("scrape_timeout_seconds")).as("extra_scrape_metrics was switched off").containsExactly("5", "stale");
    }

    @Test
    void aChangedJobWhoseFirstScrapeFailsEndsWhatTheOldOneLeft() {
        run(job());
        scrape("a 1\n");
        run(dropping("b"));
        scrapeDown();
        scrape("a 2\n");
        assertThat(values("a")).containsExactly("1", "stale", "2");
        assertThat(values("up")).containsExactly("1", "0", "1");
    }

    @Test
    void aTargetThatComesBackBeforeItsMarkersEndsWhatItNoLongerHas() {
        run(job());
        scrape("a 1\nb 1\n");
        manager.apply(List.of());
        run(job());
        scrape("a 2\n");
        time.advance(3 * INTERVAL);
        assertThat(values("b")).containsExactly("1", "stale");
        assertThat(values("a")).doesNotContain("stale");
    }

    @Test
    void theSameFileLoadedTwiceKeepsTheLoops(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("plumbline.yml"), """
                scrape_configs:
                  - job_name: job
                    scrape_interval: 10s
                    scrape_timeout: 5s
                    basic_auth: {username: me, password: secret}
                    tls_config: {server_name: x, min_version: TLS12}
                    params: {module: [a, b]}
                    relabel_configs:
                      - {source_labels: [__address__], regex: '(.*):[0-9]+', target_label: host}
                    metric_relabel_configs:
                      - {source_labels: [__name__], regex: go_.*, action: drop}
                    static_configs:
                      - {targets: ["a:1"], labels: {zone: z}}
                """);
        ScrapeConfig first = load(file);
        ScrapeConfig second = load(file);
        assertThat(second).isEqualTo(first).isNotSameAs(first);
        run(first);
        scrape("a 1\n");
        run(second);
        assertThat(target.closed).isFalse();
        scrape("a 2\n");
        assertThat(values("scrape_series_added")).containsExactly("1", "0");
        assertThat(status().health()).isEqualTo(TargetStatus.Health.UP);
    }

    private static ScrapeConfig load(Path file) {
        return switch (ConfigLoader.load(file, Map.of())) {
            case LoadResult.Loaded loaded -> loaded.config().scrapeConfigs().getFirst();
            case LoadResult.Refused refused -> throw new AssertionError(refused.problems().toString());
        };
    }
}
