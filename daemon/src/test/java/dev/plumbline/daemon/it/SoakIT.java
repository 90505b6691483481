package dev.plumbline.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.model.Labels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Scraping, remote write and queries go on while the daemon is killed with SIGKILL at random moments, blocks being cut and merged every few
 * seconds: no acknowledged sample is lost or changed. {@code -Dsoak.kills=60 -Dsoak.seed=1} for longer and other runs.
 */
class SoakIT {
    private static final int SERIES = 20;
    private static final String TICKS = "sum(count_over_time(ticks[1h]))";

    @TempDir
    private Path folder;

    private final List<String> wrong = Collections.synchronizedList(new ArrayList<>());
    private final AtomicLong answered = new AtomicLong();

    /** Sends one sample of each series again and again, the same one until it is acknowledged. */
    private final class Sender implements Runnable {
        final ConcurrentSkipListMap<Long, Integer> acknowledged = new ConcurrentSkipListMap<>();
        final AtomicLong count = new AtomicLong();
        private final String url;
        private int number;

        Sender(String url) {
            this.url = url;
        }

        @Override
        public void run() {
            try {
                long time = 0;
                while (wrong.isEmpty()) {
                    time = Math.max(time + 1, System.currentTimeMillis());
                    number++;
                    send(time);
                    acknowledged.put(time, number);
                    count.incrementAndGet();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the end
            } catch (Exception e) {
                wrong.add(e.toString());
            }
        }

        private void send(long time) throws Exception {
            String answer = "";
            while (!answer.startsWith("204")) {
                try {
                    answer = request(time).sendTo(url);
                } catch (IOException e) {
                    answer = "503 it is down";
                }
                if (answer.startsWith("503")) {
                    Thread.sleep(2);
                } else if (!answer.startsWith("204")) {
                    throw new IllegalStateException(answer);
                }
            }
        }

        private RemoteWriter request(long time) {
            var writer = new RemoteWriter();
            for (int i = 0; i < SERIES; i++) {
                writer.series(Labels.of("__name__", "sent", "i", "" + i), new long[] {time}, new double[] {number + i / 8.0});
            }
            return writer;
        }
    }

    /** Asks all the time. */
    private void ask(Daemon daemon) {
        try {
            while (wrong.isEmpty()) {
                try {
                    var reply = daemon.get("/api/v1/query?query=" + Daemon.encode("sum(rate(sent[1m])) + sum(rate(ticks[1m]))"));
                    answered.incrementAndGet();
                    if (reply.status() != 200 && reply.status() != 503) {
                        wrong.add(reply.toString());
                    }
                } catch (IOException e) {
                    Thread.sleep(2); // it is down
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the end
        }
    }

    private static Exporter ticking() throws IOException {
        return new Exporter(n -> IntStream.range(0, 50).mapToObj(i -> "ticks{i=\"" + i + "\"} " + n + "\n").collect(Collectors.joining()));
    }

    @Test
    void noAcknowledgedSampleIsLostInAnyOfManyKills() throws Exception {
        int kills = Integer.getInteger("soak.kills", 5);
        var random = new SplittableRandom(Long.getLong("soak.seed", 20261121));
        String[] flags = {"--web.enable-remote-write-receiver", "--storage.tsdb.min-block-duration", "3s"};
        try (var programs = new Programs(folder); var exporter = ticking()) {
            var daemon = Daemon.start(programs, """
                    global: {scrape_interval: 100ms, scrape_timeout: 100ms}
                    scrape_configs:
                    - {job_name: ticks, static_configs: [{targets: ['%s']}]}
                    """.formatted(exporter.address()), flags);
            var sender = new Sender(daemon.url());
            Thread sending = Thread.ofVirtual().start(sender);
            Thread asking = Thread.ofVirtual().start(() -> ask(daemon));
            for (int kill = 0; kill < kills; kill++) {
                long target = sender.count.get() + 50 + random.nextInt(1000);
                boolean first = kill == 0;
                Programs.await("more is acknowledged, and after the first kill there is a block",
                        () -> sender.count.get() >= target && (first || blocks() > 0) || !wrong.isEmpty());
                assertThat(wrong).isEmpty();
                double seen = daemon.value(TICKS);
                Thread.sleep(random.nextInt(40));
                daemon.killAndRestart(flags);
                compare(daemon, new TreeMap<>(sender.acknowledged), "kill " + kill);
                assertThat(daemon.value(TICKS)).as("kill %d", kill).isGreaterThanOrEqualTo(seen);
            }
            sending.interrupt();
            asking.interrupt();
            sending.join();
            asking.join();
            assertThat(wrong).isEmpty();
            assertThat(answered.get()).isPositive();
            assertThat(blocks()).as("blocks were cut on the way").isPositive();
            assertThat(programs.log("daemon.log")).doesNotContain(".corrupt");
            System.out.printf("soak: %d kills, %d samples acknowledged, 0 lost, %d queries, %d blocks%n",
                    kills, sender.acknowledged.size() * SERIES, answered.get(), blocks());
        }
    }

    private long blocks() {
        try (var files = Files.list(folder.resolve("data/blocks"))) {
            return files.filter(f -> f.toString().endsWith(".block")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every acknowledged sample is there, with its value; what is there beyond them is the one that was on its way. */
    private static void compare(Daemon daemon, TreeMap<Long, Integer> acknowledged, String when) throws Exception {
        JsonNode result = Json.get(daemon.url() + "/api/v1/query?query=" + Daemon.encode("sent[2h]")).at("/data/result");
        assertThat(result).as(when).hasSize(SERIES);
        for (JsonNode series : result) {
            double offset = series.at("/metric/i").asInt() / 8.0;
            var found = new TreeMap<Long, Double>();
            for (JsonNode sample : series.at("/values")) {
                found.put(Math.round(sample.get(0).asDouble() * 1000), Double.parseDouble(sample.get(1).asText()));
            }
            acknowledged.forEach((time, number) -> assertThat(found.get(time)).as("%s, %s at %d", when, series.at("/metric"), time).isEqualTo(number + offset));
        }
    }
}
