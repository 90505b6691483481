package dev.plumbline.daemon.documents.lucene;

import dev.plumbline.documents.Document;
import dev.plumbline.documents.FieldValue;
import dev.plumbline.documents.Filter;
import dev.plumbline.documents.Search;
import dev.plumbline.documents.Write;
import dev.plumbline.time.SystemTime;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Measures the embedded store, to be run by hand: {@code java -cp <tests> ...DocumentsFigures FOLDER [documents]}; a second run in the
 * same folder only opens and reads. */
final class DocumentsFigures {
    private static final String BODY = "{\"message\":\"connection refused\",\"labels\":{\"alertname\":\"ErrorBudgetBurn\",\"service\":\"checkout\"},"
            + "\"text\":\"" + "some words of a line ".repeat(12) + "\"}";
    private final SystemTime time = new SystemTime();
    private final PrintStream out = System.out;
    private final Path folder;

    private DocumentsFigures(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] args) throws Exception {
        var figures = new DocumentsFigures(Path.of(args[0]));
        int documents = args.length > 1 ? Integer.parseInt(args[1]) : 100_000;
        figures.rss("JVM before the store");
        if (!Files.exists(figures.folder.resolve("large"))) {
            figures.writing();
            figures.fill(documents);
        }
        figures.reading(documents);
        figures.time.close();
    }

    private void rss(String when) throws IOException {
        System.gc();
        Files.readAllLines(Path.of("/proc/self/status")).stream().filter(l -> l.startsWith("VmRSS") || l.startsWith("RssAnon"))
                .forEach(l -> out.println(when + ": " + l));
    }

    private LuceneDocuments open(String name, boolean sync) {
        return LuceneDocuments.open(folder.resolve(name), new LuceneOptions(sync, 16 << 20, Duration.ofMinutes(1), 4 << 20), time, out::println);
    }

    private static Write document(String kind, String id, int n) {
        return new Write.Put(Document.of(kind, id, 1_700_000_000_000L + n * 10L, Map.of("service", new FieldValue.Keyword("service-" + n % 50),
                "message", new FieldValue.Text("request " + n + " failed: connection refused by upstream " + n % 97), "status", new FieldValue.Whole(n % 5)), BODY));
    }

    private void writing() throws InterruptedException {
        for (boolean sync : new boolean[] {true, false}) {
            try (var documents = open("writing-" + sync, sync)) {
                run(documents, "warm", 4, 10, 3_000, sync);
                run(documents, "figure", 1, 1, 3_000, sync);
                run(documents, "figure", 32, 1, 10_000, sync);
                run(documents, "figure", 1, 100, 200, sync);
                run(documents, "figure", 32, 100, 400, sync);
                long start = time.monotonicNanos();
                documents.commit();
                out.printf("commit of %d documents: %d ms%n", documents.count("note", new Filter.All()), (time.monotonicNanos() - start) / 1_000_000);
            }
        }
    }

    private void run(LuceneDocuments documents, String label, int writers, int batch, int calls, boolean sync) throws InterruptedException {
        long[] nanos = new long[calls];
        var next = new AtomicInteger();
        long start = time.monotonicNanos();
        List<Thread> threads = new ArrayList<>();
        for (int w = 0; w < writers; w++) {
            threads.add(Thread.ofVirtual().start(() -> {
                for (int call = next.getAndIncrement(); call < calls; call = next.getAndIncrement()) {
                    List<Write> writes = new ArrayList<>();
                    for (int i = 0; i < batch; i++) {
                        writes.add(document("note", label + writers + "-" + batch + "-" + call + "-" + i, call * batch + i));
                    }
                    long begin = time.monotonicNanos();
                    documents.write(writes);
                    nanos[call] = time.monotonicNanos() - begin;
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        double seconds = (time.monotonicNanos() - start) / 1e9;
        Arrays.sort(nanos);
        out.printf("%s sync=%s writers=%d batch=%d: %.0f documents/s, call p50 %d us, p99 %d us%n", label, sync, writers, batch,
                calls * batch / seconds, nanos[calls / 2] / 1000, nanos[calls * 99 / 100] / 1000);
    }

    private void fill(int count) throws IOException {
        try (var documents = open("large", true)) {
            for (int n = 0; n < count; n += 1000) {
                List<Write> writes = new ArrayList<>();
                for (int i = n; i < Math.min(n + 1000, count); i++) {
                    writes.add(document("log", "log-" + i, i));
                }
                documents.write(writes);
            }
        }
        out.printf("%d documents: %d KiB on disk%n", count, bytes() / 1024);
    }

    private void reading(int count) throws IOException {
        long start = time.monotonicNanos();
        try (var documents = open("large", true)) {
            out.printf("open with %d documents: %.1f ms%n", count, (time.monotonicNanos() - start) / 1e6);
            rss("store just opened");
            ask("newest 100", () -> documents.search(Search.of("log", new Filter.All(), 100, Search.Sort.descending("time"))));
            ask("words, newest 100", () -> documents.search(Search.of("log", new Filter.Words("message", "refused 42"), 100, Search.Sort.descending("time"))));
            ask("histogram of all", () -> documents.dateHistogram("log", new Filter.All(), 60_000));
            ask("terms of all", () -> documents.terms("log", new Filter.All(), "service", 10));
            ask("get", () -> documents.get("log", "log-77"));
            rss("store of " + count + " documents, idle");
        }
    }

    private long bytes() throws IOException {
        try (var files = Files.walk(folder.resolve("large"))) {
            return files.filter(Files::isRegularFile).mapToLong(f -> f.toFile().length()).sum();
        }
    }

    private void ask(String what, Runnable question) {
        long[] nanos = new long[30];
        for (int i = 0; i < nanos.length; i++) {
            long start = time.monotonicNanos();
            question.run();
            nanos[i] = time.monotonicNanos() - start;
        }
        Arrays.sort(nanos);
        out.printf("%s: p50 %.2f ms, worst %.2f ms%n", what, nanos[15] / 1e6, nanos[29] / 1e6);
    }
}
