package dev.plumbline.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.model.Labels;
import dev.plumbline.storage.Appender;
import dev.plumbline.storage.Rejection;
import dev.plumbline.storage.RowAppender;
import dev.plumbline.storage.TenantLimits;
import dev.plumbline.storage.TenantLimits.Kind;
import dev.plumbline.storage.TenantRules;
import dev.plumbline.storage.TenantUse;
import dev.plumbline.testkit.fault.FaultyDisk;
import dev.plumbline.time.VirtualTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Limits by tenant: what is over them is refused alone and with a reason, all else goes on. */
class TenantLimitsTest {
    private static final Path FOLDER = Path.of("/data");
    private static final long START = 1_700_000_000_000L;

    private final VirtualTime clock = new VirtualTime(START);
    private final FaultyDisk disk = new FaultyDisk(1);
    private Tsdb store = open();

    private Tsdb open() {
        return Tsdb.open(TsdbOptions.defaults(FOLDER).withRetention(Duration.ofHours(2)).withBlockRange(Duration.ofMinutes(10)), clock, disk, e -> {});
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static TenantRules rules(TenantLimits others, TenantLimits all) {
        return new TenantRules(TenantRules.USUAL, "unknown", others, all, Map.of());
    }

    private static TenantLimits series(long most) {
        return new TenantLimits(most, 0, 0, 0, 0);
    }

    private static TenantLimits rate(long perSecond) {
        return new TenantLimits(0, perSecond, 0, 0, 0);
    }

    private static Labels of(String tenant, int i) {
        return Labels.of("__name__", "m", "i", "" + i, "tenant", tenant);
    }

    private TenantUse.Use use(String tenant) {
        return Objects.requireNonNull(store.tenants()).tenants().stream().filter(u -> u.tenant().equals(tenant)).findFirst().orElseThrow();
    }

    private Optional<Rejection> send(Labels labels, double value) {
        try (Appender appender = store.appender()) {
            Optional<Rejection> rejection = appender.append(labels, clock.wallMillis(), value);
            appender.commit();
            return rejection;
        }
    }

    @Test
    void withoutRulesNobodyIsAsked() {
        send(of("a", 1), 1);
        assertThat(store.tenants()).isNull();
        store.tenants(TenantRules.UNLIMITED);
        assertThat(use("a").series()).as("told anew").isEqualTo(1);
        store.tenants((TenantRules) null);
        assertThat(store.tenants()).isNull();
    }

    @Test
    void oneTenantsExplosionTouchesNobody() {
        store.tenants(rules(series(1000), TenantLimits.NONE));
        try (RowAppender good = store.rows("good"); RowAppender bad = store.rows("bad")) {
            int column = good.column(of("good", 0)).index();
            int first = bad.column(of("bad", 0)).index();
            int taken = 1;
            int refused = 0;
            for (int round = 0; round < 100; round++) {
                clock.advance(1000);
                bad.begin(clock.wallMillis());
                bad.set(first, round);
                for (int i = 1; i <= 10_000; i++) { // a million in all
                    RowAppender.Column c = bad.column(of("bad", round * 10_000 + i));
                    if (c.rejection().isEmpty()) {
                        bad.set(c.index(), i);
                        taken++;
                    } else {
                        refused++;
                    }
                }
                bad.commit();
                good.begin(clock.wallMillis());
                good.set(column, round);
                assertThat(good.commit().appended()).isEqualTo(1);
                assertThat(send(of("good", round + 1), 1)).as("a new series of another tenant").isEmpty();
                assertThat(send(of("bad", 0), round)).as("a series that is there").isEmpty();
            }
            assertThat(taken).isEqualTo(1000);
            assertThat(refused).isEqualTo(1_000_001 - 1000);
            assertThat(use("bad").series()).isEqualTo(1000);
            assertThat(use("bad").rejected()).isEqualTo(Map.of(Kind.SERIES, (long) refused));
            assertThat(use("good").rejected()).isEmpty();
            assertThat(use("good").series()).isEqualTo(101);
            assertThat(store.stats().series()).isEqualTo(1101);
            assertThat(store.stats().rejected()).containsEntry("tenant_series", (long) refused);
        }
    }

    @Test
    void oneRequestIsBoundedTooAndOthersInItAreTaken() {
        store.tenants(rules(series(10), TenantLimits.NONE));
        int refused = 0;
        try (Appender appender = store.appender()) {
            for (int i = 0; i < 100; i++) {
                Optional<Rejection> r = appender.append(of("bad", i), START, i);
                refused += r.isPresent() ? 1 : 0;
                assertThat(appender.append(of("bad", 0), START + 1 + i, i)).as("more samples of one that is taken").isEmpty();
                assertThat(i >= 10 || appender.append(of("good", i), START, i).isEmpty()).isTrue();
            }
            appender.commit();
        }
        assertThat(refused).isEqualTo(90);
        assertThat(use("bad").series()).isEqualTo(10);
        assertThat(use("bad").samples()).isEqualTo(110);
        assertThat(use("good").series()).isEqualTo(10);
        assertThat(Objects.requireNonNull(store.tenants()).all().samples()).isEqualTo(120);
    }

    @Test
    void saysWhoseWhichLimitAndHowToRaiseIt() {
        store.tenants(new TenantRules(TenantRules.USUAL, "unknown", series(1), series(3), Map.of("acme", series(2))));
        send(of("acme", 1), 1);
        send(of("acme", 2), 1);
        assertThat(send(of("acme", 3), 1)).hasValueSatisfying(r -> assertThat(r.message())
                .isEqualTo("tenant \"acme\" is over the limit of 2 series (raise tenants.limits.acme.series in the configuration);"
                        + " not taken: {__name__=\"m\", i=\"3\", tenant=\"acme\"}"));
        send(of("b", 1), 1);
        assertThat(send(of("b", 2), 1)).hasValueSatisfying(r -> assertThat(r.message()).contains("tenants.limits.default.series"));
        assertThat(send(of("c", 1), 1)).hasValueSatisfying(r -> assertThat(r.message()).contains("3 series of all").contains("tenants.limits.all.series"));
        assertThat(send(Labels.of("__name__", "m", "tenant", "acme", "x", "y".repeat(3000)), 1))
                .hasValueSatisfying(r -> assertThat(r.message()).hasSizeLessThan(1000));
    }

    @Test
    void theFirstLabelOfTheListSaysTheTenant() {
        store.tenants(TenantRules.UNLIMITED);
        send(Labels.of("__name__", "m", "organization_id", "o", "tenant", "t", "tenant_id", "i"), 1);
        send(Labels.of("__name__", "m", "organization_id", "o", "tenant", "t"), 1);
        send(Labels.of("__name__", "m", "organization_id", "o", "tenant", ""), 1);
        send(Labels.of("__name__", "m"), 1);
        assertThat(Objects.requireNonNull(store.tenants()).tenants()).extracting(TenantUse.Use::tenant).containsExactlyInAnyOrder("i", "t", "o", "unknown");
    }

    @Test
    void labelsAreLimitedForNewSeriesOnly() {
        Labels old = Labels.of("__name__", "m", "a", "1", "b", "2", "tenant", "t");
        send(old, 1);
        store.tenants(rules(new TenantLimits(0, 0, 3, 8, 0), new TenantLimits(0, 0, 0, 0, 5)));
        clock.advance(1000);
        assertThat(send(old, 2)).isEmpty();
        assertThat(send(Labels.of("__name__", "m", "a", "1", "b", "3", "tenant", "t"), 1)).get().extracting(Rejection::reason).isEqualTo("tenant_label_names");
        assertThat(send(Labels.of("__name__", "m", "longer_it", "1", "tenant", "t"), 1)).get().extracting(Rejection::reason)
                .isEqualTo("tenant_label_name_length");
        assertThat(send(Labels.of("__name__", "m", "a", "123456", "tenant", "t"), 1)).get()
                .satisfies(r -> assertThat(r.message()).contains("tenants.limits.all.label_value_length"));
        assertThat(send(Labels.of("__name__", "m", "a", "12345", "tenant", "t"), 1)).isEmpty();
        assertThat(use("t").rejected()).isEqualTo(Map.of(Kind.LABEL_NAMES, 1L, Kind.LABEL_NAME_LENGTH, 1L, Kind.LABEL_VALUE_LENGTH, 1L));
    }

    @Test
    void aRateLetsAMinuteThroughAtOnceAndThenGoesOn() {
        store.tenants(rules(rate(10), TenantLimits.NONE));
        int taken = 0;
        try (Appender appender = store.appender()) {
            for (int i = 0; i < 1000; i++) {
                taken += appender.append(of("fast", i), clock.wallMillis(), i).isEmpty() ? 1 : 0;
            }
            appender.commit();
        }
        assertThat(taken).isEqualTo(600);
        clock.advance(1);
        assertThat(send(of("fast", 0), 1)).get().isInstanceOf(Rejection.OverLimit.class).extracting(Rejection::reason).isEqualTo("tenant_samples_per_second");
        assertThat(send(of("slow", 0), 1)).isEmpty();
        clock.advance(1000);
        for (int i = 0; i < 10; i++) {
            assertThat(send(of("fast", i), 2)).isEmpty();
        }
        assertThat(send(of("fast", 11), 2)).isPresent();
        assertThat(use("fast").samples()).isEqualTo(610);
        assertThat(use("fast").rejected()).isEqualTo(Map.of(Kind.SAMPLES_PER_SECOND, 402L));
    }

    @Test
    void lateSamplesAndTheirSeriesCountToo() {
        store.outOfOrderWindow(3_600_000);
        store.tenants(rules(new TenantLimits(5, 1, 0, 0, 0), TenantLimits.NONE));
        send(of("t", 0), 1);
        int taken = 0;
        try (Appender appender = store.appender()) {
            for (int i = 1; i < 200; i++) {
                taken += appender.append(of("t", 0), START - 1000L * i, i).isEmpty() ? 1 : 0;
            }
            appender.commit();
        }
        assertThat(taken).isEqualTo(59);
        clock.advance(60_000);
        int series = 0;
        try (Appender appender = store.appender()) {
            for (int i = 1; i < 20; i++) {
                series += appender.append(of("t", i), START - 1000L * i, i).isEmpty() ? 1 : 0;
            }
            appender.commit();
        }
        assertThat(series).isEqualTo(4);
        assertThat(use("t").series()).isEqualTo(5);
        assertThat(use("t").samples()).isEqualTo(64);
    }

    @Test
    void whatIsRolledBackIsNotCharged() {
        store.tenants(rules(rate(1), rate(2)));
        for (int round = 0; round < 5; round++) {
            try (Appender appender = store.appender()) {
                for (int i = 0; i < 50; i++) {
                    assertThat(appender.append(of("t", i), START, i)).isEmpty();
                }
            }
        }
        assertThat(use("t").samples()).isZero();
        assertThat(use("t").series()).isZero();
    }

    @Test
    void aRowLosesTheSamplesOfWhoIsTooFastAndNoOthers() {
        store.tenants(new TenantRules(TenantRules.USUAL, "unknown", TenantLimits.NONE, TenantLimits.NONE, Map.of("fast", rate(1))));
        try (RowAppender rows = store.rows("mixed")) {
            for (int round = 1; round <= 10; round++) {
                clock.advance(1);
                rows.begin(clock.wallMillis());
                for (int i = 0; i < 10; i++) {
                    rows.set(rows.column(of(i < 9 ? "fast" : "slow", i)).index(), i);
                }
                RowAppender.Outcome outcome = rows.commit();
                boolean fits = round <= 6; // of 60
                assertThat(outcome.appended()).as("row %d", round).isEqualTo(fits ? 10 : 1);
                assertThat(outcome.rejected()).isEqualTo(fits ? 0 : 9);
                assertThat(outcome.rejections()).hasSize(fits ? 0 : 1);
            }
        }
        assertThat(use("fast").samples()).isEqualTo(54);
        assertThat(use("slow").samples()).isEqualTo(10);
        assertThat(use("fast").rejected()).isEqualTo(Map.of(Kind.SAMPLES_PER_SECOND, 36L));
    }

    @Test
    void aTenantThatFloodsWithLateRowsIsBoundedAndOthersAreNot() {
        store.outOfOrderWindow(3_600_000);
        store.tenants(new TenantRules(TenantRules.USUAL, "unknown", TenantLimits.NONE, TenantLimits.NONE, Map.of("fast", rate(1))));
        try (Appender appender = store.appender()) { // ahead of all rows: what they have is late
            for (int i = 0; i < 10; i++) {
                assertThat(appender.append(of(i < 5 ? "fast" : "slow", i), START + 1_000_000, i)).isEmpty();
            }
            appender.commit();
        }
        try (RowAppender mixed = store.rows("mixed"); RowAppender own = store.rows("own")) {
            for (int round = 1; round <= 100; round++) {
                clock.advance(1);
                mixed.begin(clock.wallMillis());
                for (int i = 0; i < 10; i++) {
                    mixed.set(mixed.column(of(i < 5 ? "fast" : "slow", i)).index(), round);
                }
                RowAppender.Outcome outcome = mixed.commit();
                boolean fits = round <= 11; // of a bucket of 60
                assertThat(outcome.appended()).as("row %d", round).isEqualTo(fits ? 10 : 5);
                assertThat(outcome.rejected()).isEqualTo(fits ? 0 : 5);
                assertThat(outcome.rejections()).extracting(Rejection::reason).isEqualTo(fits ? List.of() : List.of("tenant_samples_per_second"));
            }
            own.begin(clock.wallMillis());
            own.set(own.column(of("fast", 0)).index(), 1);
            RowAppender.Outcome outcome = own.commit();
            assertThat(outcome.appended()).as("a row of nobody else").isZero();
            assertThat(outcome.rejections()).first().satisfies(r -> assertThat(r.message()).contains("tenants.limits.fast.samples_per_second"));
            clock.advance(2_000);
            own.begin(clock.wallMillis());
            own.set(own.column(of("fast", 0)).index(), 1);
            assertThat(own.commit().appended()).as("later").isEqualTo(1);
        }
        assertThat(use("fast").samples()).isEqualTo(61);
        assertThat(use("fast").rejected()).isEqualTo(Map.of(Kind.SAMPLES_PER_SECOND, 89L * 5 + 1));
        assertThat(store.stats().rejected()).containsEntry("tenant_samples_per_second", 89L * 5 + 1);
        assertThat(use("slow").samples()).isEqualTo(505);
        assertThat(store.stats().late().floats()).as("those that are stored").isEqualTo(56 + 500);
    }

    @Test
    void placesComeFreeWhenSeriesLeaveMemoryAndCountsSurviveARestart() {
        store.tenants(rules(series(2), TenantLimits.NONE));
        send(of("t", 1), 1);
        send(of("t", 2), 1);
        assertThat(send(of("t", 3), 1)).isPresent();
        disk.killProcess();
        store = open();
        store.tenants(rules(series(2), TenantLimits.NONE));
        assertThat(use("t").series()).isEqualTo(2);
        assertThat(send(of("t", 3), 1)).isPresent();
        clock.advance(3 * 3_600_000);
        send(Labels.of("__name__", "other"), 1);
        store.maintain();
        assertThat(use("t").series()).isZero();
        assertThat(send(of("t", 3), 1)).isEmpty();
    }

    @Test
    void newRulesHoldAtOnce() {
        store.tenants(rules(series(1), TenantLimits.NONE));
        send(of("t", 1), 1);
        assertThat(send(of("t", 2), 1)).isPresent();
        store.tenants(rules(series(2), TenantLimits.NONE));
        assertThat(send(of("t", 2), 1)).isEmpty();
        store.tenants(new TenantRules(List.of("i"), "none", TenantLimits.NONE, TenantLimits.NONE, Map.of()));
        assertThat(use("1").series()).isEqualTo(1);
        assertThat(use("2").series()).isEqualTo(1);
        assertThat(use("t").series()).isZero();
    }

    @Test
    void manyTenantsAreToldTogether() {
        store.tenants(rules(series(3), TenantLimits.NONE));
        for (int i = 0; i < Tenants.MOST_SHOWN + 20; i++) {
            send(of("t" + i, 0), 1);
        }
        TenantUse use = Objects.requireNonNull(store.tenants());
        assertThat(use.tenants()).hasSize(Tenants.MOST_SHOWN);
        assertThat(use.otherCount()).isEqualTo(20);
        assertThat(use.others().series()).isEqualTo(20);
        assertThat(use.others().samples()).isEqualTo(20);
        assertThat(use.all().series()).isEqualTo(Tenants.MOST_SHOWN + 20);
    }
}
