package dev.plumbline.promql;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Asks a server that speaks Prometheus's API over kept-alive sockets, with as little work on the client's side as can be: the
 * server's wall time and processor time a request, per category of queries. The server may be any; it runs by itself.
 * Arguments: {@code port=N}, {@code pid=N} (of the server), {@code end=SECONDS} (newest sample; absent: now), {@code clients=N},
 * {@code seconds=N} (a category), {@code first=N} (measures so many requests of each query instead), {@code warm=N} (asks each query
 * so often before), {@code each=1} (a line for each query), and words that a category must contain. {@code fill=DIR} instead writes a history that the daemon takes as its folder of data, {@code hours=N} long.
 */
public final class HttpBenchmark {
    private static final int MOST = 1_000_000;

    private HttpBenchmark() {}

    private record Settings(int port, long pid, long end, int clients, int seconds, int first, int warm, boolean each, List<String> words) {
        static Settings of(String[] args) {
            return new Settings((int) option(args, "port", 9480), option(args, "pid", 0), option(args, "end", Instant.now().getEpochSecond()),
                    (int) option(args, "clients", 1), (int) option(args, "seconds", 2), (int) option(args, "first", 0),
                    (int) option(args, "warm", 0), option(args, "each", 0) > 0,
                    Arrays.stream(args).filter(a -> !a.contains("=")).toList());
        }
    }

    static long option(String[] args, String name, long otherwise) {
        return Arrays.stream(args).filter(a -> a.startsWith(name + "=")).map(a -> Long.parseLong(a.substring(name.length() + 1)))
                .findFirst().orElse(otherwise);
    }

    public static void main(String[] args) throws Exception {
        for (String arg : args) {
            if (arg.startsWith("fill=")) {
                FleetHistory.keep(Path.of(arg.substring("fill=".length())), (int) option(args, "hours", 74));
                return;
            }
        }
        var settings = Settings.of(args);
        System.out.printf("%-60.60s %9s %9s %9s %9s %9s %9s%n", "category", "requests", "a second", "p50 us", "p95 us", "p99 us", "cpu us");
        for (var category : categories(settings).entrySet()) {
            boolean wanted = settings.words.isEmpty() || settings.words.stream().anyMatch(category.getKey()::contains);
            if (wanted) {
                measure(settings, category.getKey(), category.getValue());
            }
        }
    }

    private static LinkedHashMap<String, List<QueryBenchmark.Question>> categories(Settings settings) {
        var categories = new LinkedHashMap<String, List<QueryBenchmark.Question>>();
        categories.put("ready", List.of(new QueryBenchmark.Question("ready", "/-/ready", 0, 0)));
        categories.put("number", List.of(new QueryBenchmark.Question("number", "1", 0, 0)));
        for (var q : QueryBenchmark.questions()) {
            categories.computeIfAbsent(settings.each ? q.category() + ": " + q.text() : q.category(), c -> new ArrayList<>()).add(q);
        }
        return categories;
    }

    /** The n-th repetition goes n steps back, as far as an hour of minutes. */
    private static byte[] request(QueryBenchmark.Question q, long end, int n) {
        long at = end - n % 60 * 60L;
        String path = switch (q.category()) {
            case "ready" -> q.text();
            case "metadata" -> metadata(q.text(), at);
            default -> q.range() == 0 ? "/api/v1/query?query=" + encode(q.text()) + "&time=" + at + "&nocache=1"
                    : "/api/v1/query_range?query=" + encode(q.text()) + "&start=" + (at - q.range()) + "&end=" + at + "&step=" + q.step() + "&nocache=1";
        };
        return ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: benchmark\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static String metadata(String text, long at) {
        int blank = text.indexOf(' ');
        String rest = text.substring(blank + 1);
        String path = switch (text.substring(0, blank)) {
            case "values" -> "/api/v1/label/service/values?";
            case "labels" -> "/api/v1/labels?match[]=" + encode(rest) + "&";
            default -> "/api/v1/series?match[]=" + encode(rest) + "&";
        };
        return path + "start=" + (at - 3600) + "&end=" + at;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static void measure(Settings settings, String category, List<QueryBenchmark.Question> questions) throws Exception {
        ask(settings, questions, 0, settings.warm * questions.size(), Long.MAX_VALUE);
        long cpu = cpuTicks(settings.pid);
        long began = System.nanoTime();
        long[] times;
        try (var pool = Executors.newFixedThreadPool(settings.clients)) {
            var clients = new ArrayList<Future<long[]>>();
            for (int i = 0; i < settings.clients; i++) {
                int shift = 17 * i;
                int most = settings.first > 0 ? settings.first * questions.size() : MOST;
                long until = settings.first > 0 ? Long.MAX_VALUE : System.nanoTime() + settings.seconds * 1_000_000_000L;
                clients.add(pool.submit(() -> ask(settings, questions, shift, most, until)));
            }
            var all = Arrays.stream(new long[0]);
            for (var client : clients) {
                all = java.util.stream.LongStream.concat(all, Arrays.stream(client.get()));
            }
            times = all.sorted().toArray();
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        double cpuMicros = settings.pid == 0 ? 0 : (cpuTicks(settings.pid) - cpu) * 10_000.0 / times.length;
        System.out.printf(Locale.ROOT, "%-60.60s %9d %9.0f %9.1f %9.1f %9.1f %9.1f%n", category, times.length, times.length / seconds,
                at(times, 0.5), at(times, 0.95), at(times, 0.99), cpuMicros);
    }

    private static double at(long[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1, share * sorted.length)] / 1e3;
    }

    private static long[] ask(Settings settings, List<QueryBenchmark.Question> questions, int shift, int most, long until) throws IOException {
        var times = new long[most];
        int n = 0;
        try (var socket = new Socket("127.0.0.1", settings.port)) {
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            var in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            while (n < most && System.nanoTime() < until) {
                byte[] request = request(questions.get((n + shift) % questions.size()), settings.end, n / questions.size() + shift);
                long start = System.nanoTime();
                socket.getOutputStream().write(request);
                readAnswer(in);
                times[n++] = System.nanoTime() - start;
            }
        }
        return Arrays.copyOf(times, n);
    }

    private static void readAnswer(InputStream in) throws IOException {
        String status = line(in);
        if (!status.startsWith("HTTP/1.1 200")) {
            throw new IOException("the server answers " + status);
        }
        long length = -1;
        boolean chunked = false;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            String lower = header.toLowerCase(Locale.ROOT);
            length = lower.startsWith("content-length:") ? Long.parseLong(lower.substring(15).strip()) : length;
            chunked |= lower.equals("transfer-encoding: chunked");
        }
        if (chunked) {
            do {
                length = Long.parseLong(line(in), 16);
                in.skipNBytes(length + 2);
            } while (length > 0);
        } else {
            in.skipNBytes(length);
        }
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder(64);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the server closed the connection");
            }
            line.append((char) c);
        }
        line.setLength(line.length() - 1);
        return line.toString();
    }

    /** User and system time of a process in hundredths of a second, as Linux counts it. */
    private static long cpuTicks(long pid) throws IOException {
        if (pid == 0) {
            return 0;
        }
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }
}
