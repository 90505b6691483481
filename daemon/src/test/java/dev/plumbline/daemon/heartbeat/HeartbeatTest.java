package dev.plumbline.daemon.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.config.HeartbeatConfig;
import dev.plumbline.daemon.config.HttpClientConfig;
import dev.plumbline.daemon.config.Secret;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.time.VirtualTime;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/** When it beats and when it must not, under virtual time; the world of rules and delivery is what the fields say. */
class HeartbeatTest {
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final HeartbeatConfig EVERY_MINUTE = new HeartbeatConfig(Secret.of("http://example.test/secret-path"), "POST", MINUTE,
            10 * SECOND, HttpClientConfig.DEFAULT);

    private final VirtualTime time = new VirtualTime(1_700_000_000_000L);
    private final List<Long> beats = new ArrayList<>();
    private final List<String> bodies = new ArrayList<>();
    private final Heartbeat heartbeat = new Heartbeat(time, EVERY_MINUTE, this::health, this::beat, "host:9480");
    private LongSupplier answer = () -> 200;
    private boolean rulesRun = true;
    private boolean failing;
    private boolean dispatching = true;
    private boolean healthKnown = true;
    private long lastEvaluation;
    private long lastTick = 1;
    private Health.Watchdog watchdog = Health.Watchdog.FIRING;
    private long oldestWaiting;
    private boolean writable = true;
    private long groupInterval = 30 * SECOND;

    private Health health() {
        if (!healthKnown) {
            throw PlumblineException.internal("rules are being loaded", null);
        }
        long seconds = time.monotonicNanos() / 1_000_000_000;
        if (rulesRun && seconds > 0) {
            lastEvaluation = seconds / (groupInterval / SECOND) * (groupInterval / SECOND) + 1;
        }
        if (dispatching) {
            lastTick = seconds + 1;
        }
        return new Health(List.of(new Health.Group("rules.yml;g", groupInterval, lastEvaluation, failing)), watchdog,
                new Health.Delivery(lastTick, oldestWaiting, writable));
    }

    private int beat(byte[] json) {
        long status = answer.getAsLong();
        if (status == 200) {
            beats.add(time.monotonicNanos() / 1_000_000_000);
            bodies.add(new String(json, StandardCharsets.UTF_8));
        }
        return (int) status;
    }

    private int beatsWithin(long millis) {
        int before = beats.size();
        time.advance(millis);
        return beats.size() - before;
    }

    private void startAndBeatOnce() {
        heartbeat.start();
        assertThat(beatsWithin(MINUTE - 1)).isEqualTo(1);
    }

    @Test
    void beatsOnceAnIntervalFromTheFirstEvaluationOn() {
        heartbeat.start();
        time.advance(10 * MINUTE);
        assertThat(beats).containsExactly(5L, 60L, 120L, 180L, 240L, 300L, 360L, 420L, 480L, 540L, 600L);
        assertThat(bodies.getFirst()).isEqualTo("{\"instance\":\"host:9480\",\"time\":\"2023-11-14T22:13:25Z\","
                + "\"interval_seconds\":60.0,\"rule_groups\":1,\"watchdog\":true}");
        assertThat(heartbeat.stats()).isEqualTo(new HeartbeatStats(11, 0, 1_700_000_600_000L, null));
    }

    @Test
    void aProcessThatNeverEvaluatesNeverBeats() {
        rulesRun = false;
        heartbeat.start();
        assertThat(beatsWithin(30 * SECOND)).isZero();
        assertThat(heartbeat.stats().withheld()).isEqualTo("starting");
        assertThat(beatsWithin(2 * MINUTE)).isZero();
        assertThat(heartbeat.stats().withheld()).isEqualTo("rules_stalled");
    }

    @Test
    void aGroupWithALongIntervalDoesNotHoldTheStartUp() {
        groupInterval = 3_600 * SECOND;
        rulesRun = false;
        heartbeat.start();
        assertThat(beatsWithin(3 * 60 * MINUTE)).isEqualTo(181);
        assertThat(beatsWithin(10 * MINUTE)).isLessThanOrEqualTo(1);
        assertThat(heartbeat.stats().withheld()).isEqualTo("rules_stalled");
    }

    @Test
    void fallsSilentWhenEvaluationStopsAndGoesOnWithIt() {
        startAndBeatOnce();
        rulesRun = false;
        time.advance(3 * 30 * SECOND + 10 * SECOND);
        assertThat(beatsWithin(10 * MINUTE)).isZero();
        assertThat(heartbeat.stats().withheld()).isEqualTo("rules_stalled");
        rulesRun = true;
        assertThat(beatsWithin(6 * SECOND)).as("at once, not after an interval").isEqualTo(1);
        assertThat(beatsWithin(10 * MINUTE)).isEqualTo(10);
    }

    @Test
    void aRuleThatFailsForLongSilencesItAndOneThatFailsNowAndThenDoesNot() {
        startAndBeatOnce();
        for (int i = 0; i < 20; i++) {
            failing = i % 2 == 0;
            time.advance(30 * SECOND);
        }
        assertThat(beats).hasSizeGreaterThan(9);
        failing = true;
        time.advance(100 * SECOND);
        assertThat(beatsWithin(5 * MINUTE)).isZero();
        assertThat(heartbeat.stats().withheld()).isEqualTo("rules_failing");
    }

    @Test
    void aSilentWatchdogSilencesItAndOneThatIsNotLoadedDoesNot() {
        startAndBeatOnce();
        watchdog = Health.Watchdog.SILENT;
        assertThat(beatsWithin(5 * MINUTE)).isZero();
        assertThat(heartbeat.stats().withheld()).isEqualTo("watchdog_silent");
        watchdog = Health.Watchdog.NO_RULE;
        assertThat(beatsWithin(5 * MINUTE)).isGreaterThanOrEqualTo(5);
        assertThat(bodies.getLast()).contains("\"watchdog\":false");
    }

    @Test
    void aDispatcherThatStandsStillSilencesIt() {
        startAndBeatOnce();
        dispatching = false;
        time.advance(61 * SECOND);
        assertThat(beatsWithin(5 * MINUTE)).isZero();
        assertThat(heartbeat.stats().withheld()).isEqualTo("delivery_stalled");
        dispatching = true;
        assertThat(beatsWithin(6 * SECOND)).isEqualTo(1);
    }

    @Test
    void withoutDeliveryOfOurOwnOnlyRulesCount() {
        dispatching = false;
        lastTick = 0;
        startAndBeatOnce();
        assertThat(beatsWithin(10 * MINUTE)).isEqualTo(10);
    }

    @Test
    void aMessageThatCannotBeDeliveredForFiveMinutesSilencesIt() {
        startAndBeatOnce();
        oldestWaiting = 300 * SECOND;
        assertThat(beatsWithin(2 * MINUTE)).isEqualTo(2);
        oldestWaiting = 301 * SECOND;
        assertThat(beatsWithin(5 * MINUTE)).isZero();
        assertThat(heartbeat.stats().withheld()).isEqualTo("delivery_behind");
    }

    @Test
    void aStoreThatCannotBeWrittenSilencesIt() {
        startAndBeatOnce();
        writable = false;
        assertThat(beatsWithin(5 * MINUTE)).isZero();
        assertThat(heartbeat.stats().withheld()).isEqualTo("store");
    }

    @Test
    void healthThatCannotBeToldSilencesIt() {
        startAndBeatOnce();
        healthKnown = false;
        assertThat(beatsWithin(5 * MINUTE)).isZero();
        assertThat(heartbeat.stats().withheld()).isEqualTo("unknown");
        healthKnown = true;
        assertThat(beatsWithin(6 * SECOND)).isEqualTo(1);
    }

    @Test
    void aWallClockThatStandsStillSilencesItAndOneThatJumpsDoesNot() {
        startAndBeatOnce();
        time.jumpWall(-3_600 * SECOND);
        time.jumpWall(-3_600 * SECOND);
        assertThat(beatsWithin(10 * MINUTE)).isGreaterThanOrEqualTo(9);
        time.jumpWall(7_200 * SECOND);
        assertThat(beatsWithin(10 * MINUTE)).isEqualTo(10);
        standStill(15);
        int before = beats.size();
        standStill(300);
        assertThat(beats).hasSize(before);
        assertThat(heartbeat.stats().withheld()).isEqualTo("clock");
    }

    /** The monotonic clock goes, the wall clock does not. */
    private void standStill(int seconds) {
        for (int i = 0; i < seconds; i++) {
            time.advance(SECOND);
            time.jumpWall(-SECOND);
        }
    }

    @Test
    void whatWasNotTakenIsTriedAgainWithinSecondsAndStaysOnItsBeat() {
        startAndBeatOnce();
        answer = () -> 503;
        time.advance(12 * SECOND);
        assertThat(heartbeat.stats().failed()).isEqualTo(3);
        answer = () -> {
            throw PlumblineException.resource("no answer within 10000 ms", null);
        };
        time.advance(9 * SECOND);
        assertThat(heartbeat.stats().failed()).isEqualTo(5);
        answer = () -> 200;
        assertThat(beatsWithin(10 * SECOND)).isEqualTo(1);
        time.advance(MINUTE);
        assertThat(beats.getLast()).isEqualTo(120);
    }

    @Test
    void aClosedOneIsSilentAndLeavesNoTimer() {
        startAndBeatOnce();
        heartbeat.close();
        assertThat(beatsWithin(5 * MINUTE)).isZero();
        assertThat(time.waiting()).isZero();
    }
}
