package dev.plumbline.daemon.alertmanagers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.config.AlertingConfig;
import dev.plumbline.daemon.config.DiscoveryConfig;
import dev.plumbline.daemon.config.HttpClientConfig;
import dev.plumbline.daemon.discovery.Discovery;
import dev.plumbline.daemon.discovery.TargetGroup;
import dev.plumbline.daemon.http.HttpAnswer;
import dev.plumbline.daemon.relabel.NameValidation;
import dev.plumbline.daemon.relabel.RelabelAction;
import dev.plumbline.daemon.relabel.RelabelRegex;
import dev.plumbline.daemon.relabel.RelabelRule;
import dev.plumbline.model.Labels;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.rules.RuleAlert;
import dev.plumbline.time.VirtualTime;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Who is told what and when, under virtual time; each Alertmanager is a list of the bodies that it took. */
class AlertmanagersTest {
    private static final long NOW = 1_700_000_000_000L;
    private static final String ONE = "http://one:9093/api/v2/alerts";
    private static final String TWO = "http://two:9093/api/v2/alerts";

    private final VirtualTime time = new VirtualTime(NOW);
    private final Map<String, List<String>> taken = new HashMap<>();
    private final Map<String, Supplier<HttpAnswer>> behaviour = new HashMap<>();
    private final Map<String, Integer> requests = new HashMap<>();
    private final Map<Path, Consumer<List<TargetGroup>>> files = new HashMap<>();
    private final Alertmanagers alertmanagers = new Alertmanagers(time, this::discovery, http -> this::post, Alertmanagers.CAPACITY);

    private HttpAnswer post(URI url, byte[] json, long timeoutMillis) {
        requests.merge(url.toString(), 1, Integer::sum);
        HttpAnswer answer = behaviour.getOrDefault(url.toString(), () -> status(200)).get();
        if (answer.successful()) {
            taken.computeIfAbsent(url.toString(), u -> new ArrayList<>()).add(new String(json, StandardCharsets.UTF_8));
        }
        return answer;
    }

    private List<String> taken(String url) {
        return taken.getOrDefault(url, List.of());
    }

    private int requests(String url) {
        return requests.getOrDefault(url, 0);
    }

    private static HttpAnswer status(int status) {
        return new HttpAnswer(status, "", "", new byte[0]);
    }

    /** Static ones say at once what they have; file ones when the test says so. */
    private Discovery discovery(String source, DiscoveryConfig config) {
        return new Discovery() {
            @Override
            public void start(Consumer<List<TargetGroup>> sink) {
                switch (config) {
                    case DiscoveryConfig.Static s -> sink.accept(List.of(TargetGroup.of(source, s.targets(), s.labels())));
                    case DiscoveryConfig.Files f -> files.put(f.patterns().getFirst(), sink);
                    case DiscoveryConfig.Http _, DiscoveryConfig.Dns _, DiscoveryConfig.Kubernetes _ ->
                            throw new IllegalStateException("not used here");
                }
            }

            @Override
            public Status status() {
                return Status.IDLE;
            }

            @Override
            public void close() {}
        };
    }

    private static AlertingConfig.Alertmanagers entry(DiscoveryConfig... discoveries) {
        return new AlertingConfig.Alertmanagers("http", "/", 10_000, List.of(), List.of(), HttpClientConfig.DEFAULT, List.of(discoveries));
    }

    private static AlertingConfig.Alertmanagers at(String... addresses) {
        return entry(new DiscoveryConfig.Static(List.of(addresses), Labels.EMPTY));
    }

    private static RelabelRule rule(RelabelAction action, String source, String regex, String target, String replacement) {
        return new RelabelRule(List.of(source), ";", new RelabelRegex(regex), 0, target, replacement, action, NameValidation.UTF8);
    }

    private void apply(AlertingConfig.Alertmanagers... entries) {
        alertmanagers.apply(new AlertingConfig(List.of(), List.of(entries)), Labels.EMPTY);
        time.advance(0);
    }

    private static RuleAlert firing(String name) {
        return new RuleAlert(Labels.of("alertname", name), Labels.of("summary", "s"), NOW - 1_500, NOW + 240_000, false, "http://g");
    }

    private static RuleAlert resolved(String name) {
        return new RuleAlert(Labels.of("alertname", name), Labels.EMPTY, NOW - 1_500, NOW - 500, true, "http://g");
    }

    private void tell(RuleAlert... alerts) {
        alertmanagers.accept(List.of(alerts));
        time.advance(0);
    }

    private AlertmanagerStats stats(String url) {
        return alertmanagers.stats().stream().filter(s -> s.url().equals(url)).findFirst().orElseThrow();
    }

    @Test
    void everyAlertmanagerGetsEveryAlertAsItsApiWantsIt() {
        apply(at("one:9093", "two:9093"));
        tell(firing("A"));
        assertThat(taken(ONE)).isEqualTo(taken(TWO)).containsExactly("[{\"labels\":{\"alertname\":\"A\"},"
                + "\"annotations\":{\"summary\":\"s\"},\"startsAt\":\"2023-11-14T22:13:18.500Z\","
                + "\"endsAt\":\"2023-11-14T22:17:20.000Z\",\"generatorURL\":\"http://g\"}]");
        assertThat(stats(ONE)).matches(s -> s.sent() == 1 && s.errors() == 0 && s.waiting() == 0 && s.requests() == 1);
        assertThat(time.waiting()).as("nothing ticks while nothing waits").isZero();
    }

    @Test
    void nobodyIsToldWhenNobodyIsConfigured() {
        tell(firing("A"));
        apply();
        tell(firing("A"));
        assertThat(requests).isEmpty();
        assertThat(alertmanagers.known().active()).isEmpty();
    }

    @Test
    void externalLabelsAreAddedWhereAbsentThenAlertsAreRelabelled() {
        var own = new AlertingConfig.Alertmanagers("http", "/", 10_000, List.of(),
                List.of(rule(RelabelAction.DROP, "alertname", "Private", "", "$1")), HttpClientConfig.DEFAULT,
                List.of(new DiscoveryConfig.Static(List.of("two:9093"), Labels.EMPTY)));
        var common = List.of(rule(RelabelAction.REPLACE, "cluster", "(.*)", "where", "in $1"),
                rule(RelabelAction.DROP, "alertname", "Nobodys", "", "$1"));
        alertmanagers.apply(new AlertingConfig(common, List.of(at("one:9093"), own)), Labels.of("cluster", "c1", "alertname", "no"));
        time.advance(0);
        tell(firing("A"), firing("Nobodys"), firing("Private"));
        assertThat(taken(ONE)).singleElement().asString()
                .contains("{\"alertname\":\"A\",\"cluster\":\"c1\",\"where\":\"in c1\"}").contains("Private").doesNotContain("Nobodys");
        assertThat(taken(TWO)).singleElement().asString().contains("\"A\"").doesNotContain("Private").doesNotContain("Nobodys");
    }

    @Test
    void addressesAreRelabelled() {
        var entry = new AlertingConfig.Alertmanagers("https", "/am/", 10_000, List.of(
                rule(RelabelAction.DROP, "__address__", "two.*", "", "$1"),
                rule(RelabelAction.REPLACE, "zone", "b", "__scheme__", "http"),
                rule(RelabelAction.REPLACE, "zone", "b", "__alerts_path__", "/x/alerts")), List.of(), HttpClientConfig.DEFAULT,
                List.of(new DiscoveryConfig.Static(List.of("one:1", "two:1", "one:1", "not/an address", "[::1]:9"), Labels.EMPTY),
                        new DiscoveryConfig.Static(List.of("three:1"), Labels.of("zone", "b"))));
        apply(entry);
        assertThat(alertmanagers.known().active()).extracting(URI::toString)
                .containsExactly("https://one:1/am/api/v2/alerts", "https://[::1]:9/am/api/v2/alerts", "http://three:1/x/alerts");
        assertThat(alertmanagers.known().dropped()).extracting(URI::toString).containsExactly("https://two:1/am/api/v2/alerts");
    }

    @Test
    void alertsGoInBatchesOf256InOrder() {
        apply(at("one:9093"));
        var alerts = new ArrayList<RuleAlert>();
        for (int i = 0; i < 600; i++) {
            alerts.add(firing("A" + i));
        }
        alertmanagers.accept(alerts);
        time.advance(0);
        assertThat(taken(ONE)).hasSize(3);
        assertThat(taken(ONE).getFirst()).contains("\"A0\"", "\"A255\"").doesNotContain("\"A256\"");
        assertThat(taken(ONE).getLast()).contains("\"A512\"", "\"A599\"");
    }

    @Test
    void whileOneIsDownNothingIsLostAndTheOtherIsNotDisturbed() {
        apply(at("one:9093", "two:9093"));
        behaviour.put(ONE, () -> {
            throw PlumblineException.resource("one:9093: no connection", null);
        });
        tell(firing("A"), firing("B"));
        time.advance(60_000);
        tell(resolved("A"));
        time.advance(120_000);
        assertThat(requests(ONE)).as("backs off").isBetween(8, 12);
        assertThat(stats(ONE)).matches(s -> s.waiting() == 2 && s.dropped() == 0 && s.errors() > 8);
        assertThat(taken(TWO)).hasSize(2);
        behaviour.remove(ONE);
        time.advance(30_000);
        assertThat(taken(ONE)).singleElement().asString().as("the end of A, not its beginning, and B")
                .contains("\"endsAt\":\"2023-11-14T22:13:19.500Z\"").contains("\"B\"");
        assertThat(stats(ONE)).matches(s -> s.waiting() == 0 && s.sent() == 2);
        assertThat(time.waiting()).isZero();
    }

    @Test
    void aResolveThatComesWhileTheAlertIsUnderWayComesAfterIt() {
        apply(at("one:9093"));
        behaviour.put(ONE, () -> {
            behaviour.remove(ONE);
            alertmanagers.accept(List.of(resolved("A")));
            return status(503);
        });
        tell(firing("A"), firing("B"));
        time.advance(1_000);
        assertThat(taken(ONE)).singleElement().asString().contains("22:13:19.500Z").doesNotContain("22:17:20.000Z\",\"generatorURL\":\"http://g\"},{\"labels\":{\"alertname\":\"A");
        behaviour.put(ONE, () -> {
            behaviour.remove(ONE);
            alertmanagers.accept(List.of(resolved("B")));
            return status(200);
        });
        tell(firing("B"));
        assertThat(taken(ONE)).hasSize(3);
        assertThat(taken(ONE).getLast()).contains("\"B\"").contains("22:13:19.500Z");
    }

    @Test
    void whatTheAlertmanagerCallsWrongIsNotSentAgain() {
        apply(at("one:9093"));
        behaviour.put(ONE, () -> status(400));
        tell(firing("A"));
        time.advance(60_000);
        assertThat(requests).containsEntry(ONE, 1);
        assertThat(stats(ONE)).matches(s -> s.dropped() == 1 && s.errors() == 1 && s.waiting() == 0);
        behaviour.put(ONE, () -> status(401)); // a wrong password may be put right
        tell(firing("A"));
        behaviour.remove(ONE);
        time.advance(1_000);
        assertThat(taken(ONE)).hasSize(1);
    }

    @Test
    void theQueueIsBoundedAndTheOldestGo() {
        apply(at("one:9093"));
        behaviour.put(ONE, () -> status(503));
        tell(firing("first"));
        for (int i = 0; i < 41; i++) {
            var alerts = new ArrayList<RuleAlert>();
            for (int j = 0; j < 250; j++) {
                alerts.add(firing("A" + (i * 250 + j)));
            }
            alertmanagers.accept(alerts);
        }
        time.advance(0);
        assertThat(stats(ONE)).matches(s -> s.waiting() == Alertmanagers.CAPACITY && s.dropped() == 251);
        behaviour.remove(ONE);
        time.advance(1_000);
        assertThat(stats(ONE).sent()).isEqualTo(10_000);
        assertThat(taken(ONE).getFirst()).contains("\"A250\"").doesNotContain("\"first\"");
        assertThat(taken(ONE).getLast()).contains("\"A10249\"");
    }

    @Test
    void aReloadKeepsWhatWaitsForThoseThatStayAndEndsTheOthers() {
        apply(at("one:9093", "two:9093"));
        behaviour.put(ONE, () -> status(503));
        behaviour.put(TWO, () -> status(503));
        tell(firing("A"));
        apply(at("one:9093"));
        behaviour.clear();
        time.advance(60_000);
        assertThat(taken(ONE)).hasSize(1);
        assertThat(taken).doesNotContainKey(TWO);
        assertThat(alertmanagers.stats()).hasSize(1);
        assertThat(alertmanagers.known().active()).extracting(URI::toString).containsExactly(ONE);
    }

    @Test
    void thoseThatDiscoveryFoundStayUntilTheChangedOneHasAnswered() {
        Path before = Path.of("before.json");
        Path after = Path.of("after.json");
        apply(entry(new DiscoveryConfig.Files(List.of(before), 300_000)));
        assertThat(alertmanagers.known().active()).isEmpty();
        found(before, "one:9093");
        assertThat(alertmanagers.known().active()).extracting(URI::toString).containsExactly(ONE);
        behaviour.put(ONE, () -> status(503));
        tell(firing("A"));
        apply(entry(new DiscoveryConfig.Files(List.of(after), 300_000)));
        assertThat(alertmanagers.known().active()).extracting(URI::toString).containsExactly(ONE);
        found(after, "one:9093", "two:9093");
        behaviour.clear();
        time.advance(60_000);
        assertThat(taken(ONE)).hasSize(1);
        tell(firing("B"));
        assertThat(taken(TWO)).hasSize(1);
        found(after);
        assertThat(alertmanagers.known().active()).isEmpty();
    }

    private void found(Path file, String... addresses) {
        Objects.requireNonNull(files.get(file)).accept(List.of(TargetGroup.of("f", List.of(addresses), Labels.EMPTY)));
        time.advance(0);
    }

    @Test
    void oneAddressInTwoEntriesIsToldOnce() {
        apply(at("one:9093"), at("one:9093", "two:9093"));
        tell(firing("A"));
        assertThat(requests).containsEntry(ONE, 1).containsEntry(TWO, 1);
    }

    @Test
    void noMoreThanTheBoundAreTold() {
        var many = new String[Alertmanagers.MAX + 5];
        for (int i = 0; i < many.length; i++) {
            many[i] = "host" + i + ":1";
        }
        apply(at(many));
        assertThat(alertmanagers.known().active()).hasSize(Alertmanagers.MAX);
    }

    @Test
    void whatWaitsIsSentAtTheEnd() {
        apply(at("one:9093", "two:9093"));
        behaviour.put(ONE, () -> status(503));
        behaviour.put(TWO, () -> status(503));
        tell(resolved("A"));
        behaviour.remove(TWO);
        int before = requests(ONE);
        alertmanagers.close();
        assertThat(taken(TWO)).singleElement().asString().contains("\"A\"");
        assertThat(requests(ONE)).as("one try").isEqualTo(before + 1);
        tell(firing("B"));
        time.advance(600_000);
        assertThat(requests(ONE)).isEqualTo(before + 1);
        assertThat(time.waiting()).isZero();
    }
}
