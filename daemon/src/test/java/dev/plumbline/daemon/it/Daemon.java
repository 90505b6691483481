package dev.plumbline.daemon.it;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The packaged daemon as a process, and questions to it. */
final class Daemon {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private final Programs programs;
    private final int port;
    private Process process;

    private Daemon(Programs programs, int port, Process process) {
        this.programs = programs;
        this.port = port;
        this.process = process;
    }

    /** Status and body. */
    record Reply(int status, String body) {}

    /** {@code java -jar …} up to the command. */
    static List<String> command(String... arguments) {
        var command = new ArrayList<String>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", "-Xmx256m", "-XX:TieredStopAtLevel=1", "-jar", jar().toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static Path jar() {
        Path target = Path.of(System.getProperty("plumbline.root"), "daemon", "target");
        try (var files = Files.list(target)) {
            return files.filter(f -> f.getFileName().toString().matches("daemon-.*\\.jar")).findFirst()
                    .orElseThrow(() -> new IllegalStateException("the daemon is not packaged in " + target));
        } catch (IOException e) {
            throw new IllegalStateException("the daemon is not packaged in " + target, e);
        }
    }

    /** Starts {@code run} with a configuration and waits until it is ready. */
    static Daemon start(Programs programs, String config, String... arguments) throws Exception {
        Files.writeString(programs.folder().resolve("plumbline.yml"), config);
        int port = Programs.freePort();
        var daemon = new Daemon(programs, port, launch(programs, port, List.of(), arguments));
        daemon.awaitReady();
        return daemon;
    }

    /** Starts it under a prefix such as a shell that sets limits; does not wait. */
    static Process launch(Programs programs, int port, List<String> prefix, String... arguments) throws IOException {
        var command = new ArrayList<>(prefix);
        command.addAll(command("run", "--config", "plumbline.yml", "--port", "" + port, "--data", "data"));
        command.addAll(List.of(arguments));
        return programs.start("daemon.log", command);
    }

    static Daemon attach(Programs programs, int port, Process process) {
        return new Daemon(programs, port, process);
    }

    void awaitReady() throws Exception {
        Programs.await("the daemon is ready; its log:\n" + programs.log("daemon.log"), () -> {
            if (!process.isAlive()) {
                throw new AssertionError("the daemon ended with " + process.exitValue() + ":\n" + logOrNothing());
            }
            return statusOrZero("/-/ready") == 200;
        });
    }

    private String logOrNothing() {
        try {
            return programs.log("daemon.log");
        } catch (IOException e) {
            return "";
        }
    }

    /** SIGKILL, then the same command again. */
    void killAndRestart(String... arguments) throws Exception {
        process.destroyForcibly().waitFor();
        process = launch(programs, port, List.of(), arguments);
        awaitReady();
    }

    Process process() {
        return process;
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    int port() {
        return port;
    }

    private int statusOrZero(String path) {
        try {
            return get(path).status();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    Reply get(String path, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url() + path)).GET();
        if (headers.length > 0) {
            request.headers(headers);
        }
        var response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Reply(response.statusCode(), response.body());
    }

    Reply send(String method, String path, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url() + path)).method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        var response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Reply(response.statusCode(), response.body());
    }

    /** An instant query's whole answer; now unless a time in seconds is given. */
    String query(String expression, String... time) throws IOException, InterruptedException {
        String at = time.length > 0 ? "&time=" + time[0] : "";
        return get("/api/v1/query?query=" + encode(expression) + at).body();
    }

    /** The value of a query that yields one element, or NaN when it yields none. */
    double value(String expression) throws IOException, InterruptedException {
        String answer = query(expression);
        int quote = answer.lastIndexOf(",\"");
        return answer.contains("\"result\":[]") || quote < 0 ? Double.NaN
                : Double.parseDouble(answer.substring(quote + 2, answer.indexOf('"', quote + 2)));
    }

    /** {@link #value}, and NaN also when there is no answer: for polling. */
    double valueOrNaN(String expression) {
        try {
            return value(expression);
        } catch (IOException e) {
            return Double.NaN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Double.NaN;
        }
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
