package dev.plumbline.daemon.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.config.ScrapeConfig;
import dev.plumbline.daemon.scrape.http.Answer;
import dev.plumbline.daemon.scrape.http.Body;
import dev.plumbline.daemon.scrape.http.Fetcher;
import dev.plumbline.model.Labels;
import dev.plumbline.storage.InMemoryStorage;
import dev.plumbline.storage.NoExemplars;
import dev.plumbline.time.VirtualTime;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ScrapeManagerConcurrencyTest {
    private final VirtualTime time = new VirtualTime(1_700_000_000_000L);
    private final InMemoryStorage storage = new InMemoryStorage();

    private static ScrapeTarget target() {
        return new ScrapeTarget(Labels.of("__address__", "a:1"), Labels.of("job", "job", "instance", "a:1"),
                URI.create("http://a:1/metrics"), 10_000, 5_000);
    }

    @Test
    void whileApplyWaitsForARunningScrapeAllElseAnswers() throws InterruptedException {
        var inFetch = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var manager = new ScrapeManager(new ScrapeRow.Stores(storage, new NoExemplars()), time, 1, (t, c) -> new HangingFetcher(inFetch, goOn));
        manager.apply(List.of(new ScrapePool(ScrapeConfig.of("job", 10_000, 5_000, List.of()), List.of(target()), List.of())));
        Thread scraping = Thread.ofVirtual().start(() -> time.advance(10_000));
        inFetch.await();
        Thread applying = Thread.ofVirtual().start(() -> manager.apply(List.of()));
        assertThat(manager.targets()).hasSizeLessThanOrEqualTo(1);
        assertThat(manager.metadata()).hasSizeLessThanOrEqualTo(1);
        assertThat(manager.pools()).hasSizeLessThanOrEqualTo(1);
        assertThat(applying.isAlive()).isTrue();
        goOn.countDown();
        scraping.join();
        applying.join();
        assertThat(manager.targets()).isEmpty();
    }

    private record HangingFetcher(CountDownLatch inFetch, CountDownLatch goOn) implements Fetcher {
        @Override
        public Answer fetch(Body body, long timeoutMillis) {
            inFetch.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            body.set(new byte[0]);
            return new Answer("text/plain; version=0.0.4", 0);
        }

        @Override
        public void close() {}
    }
}
