package dev.plumbline.daemon.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.daemon.config.HttpClientConfig;
import dev.plumbline.daemon.config.RemoteWriteConfig;
import dev.plumbline.daemon.config.RemoteWriteConfig.Message;
import dev.plumbline.daemon.http.HttpAnswer;
import dev.plumbline.daemon.http.HttpFailure;
import dev.plumbline.daemon.remotewrite.SendCounters.Kind;
import dev.plumbline.model.Labels;
import dev.plumbline.time.VirtualTime;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeliveryTest {
    private static final long START = 1_000_000_000_000L;
    private final VirtualTime time = new VirtualTime(START);
    private final SendCounters counters = new SendCounters();
    private final List<String> troubles = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();
    private final Deque<Object> answers = new ArrayDeque<>();

    private static RemoteWriteConfig config(Message message, boolean retryOn429, long ageLimit) {
        var queue = new RemoteWriteConfig.Queue(10_000, 1, 50, 2_000, 5_000, 30, 5_000, retryOn429, ageLimit);
        return new RemoteWriteConfig("r", URI.create("http://r/"), 1_000, Map.of(), List.of(), false, false, message,
                HttpClientConfig.DEFAULT, queue, RemoteWriteConfig.Metadata.DEFAULT);
    }

    private Delivery delivery(RemoteWriteConfig config) {
        return new Delivery(config, (body, message, attempt) -> {
            requests.add((time.wallMillis() - START) + " " + message + " " + attempt);
            Object answer = answers.isEmpty() ? status(204) : answers.remove();
            if (answer instanceof HttpFailure failure) {
                throw failure;
            }
            return (HttpAnswer) answer;
        }, time, counters, troubles::add);
    }

    private static HttpAnswer status(int status) {
        return answer(status, "", Map.of());
    }

    private static HttpAnswer answer(int status, String text, Map<String, String> headers) {
        return new HttpAnswer(status, "", headers.getOrDefault("retry-after", ""), text.getBytes(StandardCharsets.UTF_8), headers);
    }

    private static Batch batch(int size, boolean resent) {
        var batch = new Batch(size, resent);
        var symbols = new Symbols();
        for (int i = 0; i < size; i++) {
            batch.add(OutgoingSeries.of(Labels.of("__name__", "m", "i", "" + i), symbols, null), 0, START + i, i);
        }
        return batch;
    }

    private void deliver(Delivery delivery, Batch batch) throws Exception {
        delivery.deliver(batch, new WriteRequests());
    }

    @Test
    void triesAgainWithGrowingWaits() throws Exception {
        answers.addAll(List.of(status(500), status(503), HttpFailure.settings("no connection"), status(502)));
        deliver(delivery(config(Message.V1, false, 0)), batch(3, false));
        assertThat(requests).containsExactly("0 V1 0", "30 V1 1", "90 V1 2", "210 V1 3", "450 V1 4");
        assertThat(counters.sent().get(Kind.SAMPLES)).isEqualTo(3);
        assertThat(counters.retried().get(Kind.SAMPLES)).isEqualTo(12);
        assertThat(counters.failed().get(Kind.SAMPLES)).isZero();
        assertThat(counters.highestSentMillis()).isEqualTo(START + 2);
    }

    @Test
    void waitsNoLongerThanTheLongest() throws Exception {
        for (int i = 0; i < 100; i++) {
            answers.add(status(500));
        }
        deliver(delivery(config(Message.V1, false, 0)), batch(1, false));
        assertThat(requests).hasSize(101);
        assertThat(time.wallMillis() - START).isBetween(90 * 5_000L, 100 * 5_000L);
    }

    @Test
    void doesAsTheReceiverAsks() throws Exception {
        answers.addAll(List.of(answer(429, "slow down", Map.of("retry-after", "7")), answer(503, "", Map.of("retry-after", "999999"))));
        deliver(delivery(config(Message.V1, true, 0)), batch(1, false));
        assertThat(requests).containsExactly("0 V1 0", "7000 V1 1", "607000 V1 2");
    }

    @Test
    void gives429UpUnlessItIsToldOtherwise() throws Exception {
        answers.add(status(429));
        deliver(delivery(config(Message.V1, false, 0)), batch(2, false));
        assertThat(requests).hasSize(1);
        assertThat(counters.failed().get(Kind.SAMPLES)).isEqualTo(2);
    }

    @Test
    void whatIsRefusedIsCountedAndTold() throws Exception {
        answers.add(answer(400, "out of order sample\nmore", Map.of()));
        deliver(delivery(config(Message.V1, false, 0)), batch(4, false));
        assertThat(requests).hasSize(1);
        assertThat(counters.failed().get(Kind.SAMPLES)).isEqualTo(4);
        assertThat(troubles).containsExactly("answered 400: of 4 samples 4 are refused and not tried again: out of order sample");
    }

    @Test
    void ofVersionTwoAPartMayBeKept() throws Exception {
        answers.add(answer(400, "some", Map.of("x-prometheus-remote-write-samples-written", "3")));
        deliver(delivery(config(Message.V2, false, 0)), batch(4, false));
        assertThat(counters.sent().get(Kind.SAMPLES)).isEqualTo(3);
        assertThat(counters.failed().get(Kind.SAMPLES)).isEqualTo(1);
    }

    @Test
    void speaksVersionOneToWhoDoesNotKnowTwo() throws Exception {
        answers.add(status(415));
        Delivery delivery = delivery(config(Message.V2, false, 0));
        deliver(delivery, batch(1, false));
        deliver(delivery, batch(1, false));
        assertThat(requests).containsExactly("0 V2 0", "0 V1 1", "0 V1 0");
        assertThat(counters.sent().get(Kind.SAMPLES)).isEqualTo(2);
        assertThat(counters.retried().get(Kind.SAMPLES)).isZero();
    }

    @Test
    void speaksVersionOneToWhoSaysYesWithoutHavingUnderstood() throws Exception {
        answers.add(status(204));
        deliver(delivery(config(Message.V2, false, 0)), batch(1, false));
        assertThat(requests).containsExactly("0 V2 0", "0 V1 1");
        assertThat(troubles.getFirst()).contains("does not know remote write 2.0");
    }

    @Test
    void staysWithVersionTwoWhenItIsUnderstood() throws Exception {
        answers.add(answer(204, "", Map.of("x-prometheus-remote-write-samples-written", "1")));
        deliver(delivery(config(Message.V2, false, 0)), batch(1, false));
        assertThat(requests).containsExactly("0 V2 0");
        assertThat(counters.sent().get(Kind.SAMPLES)).isEqualTo(1);
    }

    /** A receiver that has samples 0, 1 and 4 of 8, and refuses a request with any of them as a whole. */
    @Test
    void afterARestartWhatTheReceiverLacksArrives() throws Exception {
        var taken = new ArrayList<Integer>();
        var splitting = new Delivery(config(Message.V1, false, 0), (body, message, attempt) -> {
            List<Integer> sent = Decoded.indices(body);
            if (sent.stream().anyMatch(i -> i == 0 || i == 1 || i == 4)) {
                return status(400);
            }
            taken.addAll(sent);
            return status(204);
        }, time, counters, troubles::add);
        splitting.deliver(batch(8, true), new WriteRequests());
        assertThat(taken).containsExactly(2, 3, 5, 6, 7);
        assertThat(counters.sent().get(Kind.SAMPLES)).isEqualTo(5);
        assertThat(counters.dropped(SendCounters.KNOWN_ALREADY).get(Kind.SAMPLES)).isEqualTo(3);
        assertThat(counters.failed().get(Kind.SAMPLES)).isZero();
    }

    @Test
    void tooOldSamplesAreLeftOutWhileTheyWait() throws Exception {
        time.advance(1_000);
        answers.addAll(List.of(status(500), status(500)));
        var batch = new Batch(3, false);
        var series = OutgoingSeries.of(Labels.of("__name__", "m"), new Symbols(), null);
        batch.add(series, 0, START - 5_000, 1); // too old at once
        batch.add(series, 0, START + 20, 2); // too old after the first try
        batch.add(series, 0, START + 900, 3);
        deliver(delivery(config(Message.V1, false, 1_000)), batch);
        assertThat(counters.dropped(SendCounters.TOO_OLD_LATE).get(Kind.SAMPLES)).isEqualTo(2);
        assertThat(counters.sent().get(Kind.SAMPLES)).isEqualTo(1);
    }

    @Test
    void nothingIsTriedAgainAfterTheStop() {
        answers.add(status(500));
        Delivery delivery = delivery(config(Message.V1, false, 0));
        delivery.stop();
        assertThatThrownBy(() -> deliver(delivery, batch(1, false))).isInstanceOf(Delivery.Stopped.class);
        assertThat(requests).hasSize(1);
    }
}
