package dev.plumbline.daemon.heartbeat;

import dev.plumbline.daemon.config.HeartbeatConfig;
import dev.plumbline.time.Clock;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Beats once an interval while all is well. Looks every few seconds, so that what is wrong is seen before the next beat is due, and a
 * beat that was not taken is tried again at the next look. {@link #start} lets the clock tick; thread-safe.
 */
public final class Heartbeat implements AutoCloseable {
    private static final long MAX_LOOK_MILLIS = 5_000;
    private static final long QUIET_NANOS = 300_000_000_000L;
    private static final long MILLI = 1_000_000;
    private static final JsonFactory JSON = new JsonFactory();
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

    private final Clock clock;
    private final HeartbeatConfig config;
    private final Supplier<Health> health;
    private final Beat beat;
    private final String instance;
    private final Pulse pulse = new Pulse(); // this and below: guarded by this
    private long dueNanos;
    private long sent;
    private long failed;
    private long lastSuccessMillis;
    private @Nullable Withheld withheld;
    private @Nullable String said;
    private long saidNanos;
    private Clock.@Nullable Timer timer;
    private boolean closed;

    /**
     * The first beat is due as soon as it is seen that rules are evaluated.
     *
     * @param health asked at every look; what it throws withholds the beat
     * @param instance who beats, for the body: such as host and port
     */
    public Heartbeat(Clock clock, HeartbeatConfig config, Supplier<Health> health, Beat beat, String instance) {
        this.clock = clock;
        this.config = config;
        this.health = health;
        this.beat = beat;
        this.instance = instance;
        dueNanos = clock.monotonicNanos();
    }

    /** Lets it beat until it is closed. */
    public synchronized void start() {
        schedule(0);
    }

    private synchronized void schedule(long delayMillis) {
        if (!closed) {
            timer = clock.schedule(delayMillis, () -> {
                try {
                    tick();
                } finally {
                    schedule(Math.min(MAX_LOOK_MILLIS, config.intervalMillis()));
                }
            });
        }
    }

    /** Looks, and beats when one is due and nothing is wrong. Blocks while a beat is sent; one call at a time. */
    public void tick() {
        Health now = look();
        if (now != null && due()) {
            send(now);
        }
    }

    /** How things are, or null when a beat must be withheld. */
    private @Nullable Health look() {
        try {
            Health now = health.get();
            judged(judge(now));
            return isWithheld() ? null : now;
        } catch (RuntimeException e) {
            judged(new Withheld(Withheld.Reason.UNKNOWN, "health cannot be told: " + e));
            return null;
        }
    }

    private synchronized @Nullable Withheld judge(Health now) {
        return pulse.judge(now, clock.wallMillis(), clock.monotonicNanos());
    }

    private synchronized boolean isWithheld() {
        return withheld != null;
    }

    private synchronized boolean due() {
        return !closed && clock.monotonicNanos() - dueNanos >= 0;
    }

    private synchronized void judged(@Nullable Withheld now) {
        boolean wasWithheld = withheld != null;
        withheld = now;
        if (now != null && now.reason() != Withheld.Reason.STARTING) { // which is as it should be, for a while
            say(now.reason().text(), "the heartbeat is withheld: " + now.detail());
        } else if (now == null && wasWithheld) {
            recovered("the heartbeat goes on");
        }
    }

    private void send(Health now) {
        String error = attempt(body(now));
        synchronized (this) {
            if (error == null) {
                sent++;
                lastSuccessMillis = clock.wallMillis();
                long interval = config.intervalMillis() * MILLI;
                long behind = clock.monotonicNanos() - dueNanos;
                dueNanos += interval * (1 + Math.max(0, behind) / interval); // stays on its beat, whatever a retry took
                recovered("the heartbeat arrives again");
            } else {
                failed++;
                say("not taken", "a heartbeat was not taken, it is tried again: " + error);
            }
        }
    }

    private @Nullable String attempt(byte[] json) {
        try {
            int status = beat.send(json);
            return status >= 200 && status < 300 ? null : "HTTP status " + status;
        } catch (RuntimeException e) {
            return e.getMessage() == null ? e.toString() : e.getMessage();
        }
    }

    private byte[] body(Health now) {
        var out = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeStringProperty("instance", instance);
            json.writeStringProperty("time", Instant.ofEpochMilli(clock.wallMillis()).toString());
            json.writeNumberProperty("interval_seconds", config.intervalMillis() / 1000.0);
            json.writeNumberProperty("rule_groups", now.groups().size());
            json.writeBooleanProperty("watchdog", now.watchdog() == Health.Watchdog.FIRING);
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    /** A new matter at once, the same one every five minutes. */
    private void say(String matter, String text) {
        long now = clock.monotonicNanos();
        if (!Objects.equals(matter, said) || now - saidNanos >= QUIET_NANOS) {
            said = matter;
            saidNanos = now;
            LOG.warn(text);
        }
    }

    private void recovered(String text) {
        if (said != null) {
            said = null;
            LOG.info(text);
        }
    }

    public synchronized HeartbeatStats stats() {
        return new HeartbeatStats(sent, failed, lastSuccessMillis, withheld == null ? null : withheld.reason().text());
    }

    /** The values that {@link HeartbeatStats#withheld} can have. */
    public static List<String> reasons() {
        return Stream.of(Withheld.Reason.values()).map(Withheld.Reason::text).toList();
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (timer != null) {
            timer.cancel();
        }
    }
}
