package dev.plumbline.daemon.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** Starts programs, waits for what they do, and ends them. */
final class Programs implements AutoCloseable {
    private static final long PATIENCE_NANOS = 90_000_000_000L;
    /** For programs that do a lot before they end. */
    private static final long RUN_PATIENCE_MINUTES = 30;
    private static final long POLL_MILLIS = 20;
    private static final int FIRST_PORT = 16_000;
    private static final int PORTS = 16_000;
    private static final AtomicInteger NEXT = new AtomicInteger((int) (ProcessHandle.current().pid() * 61 % PORTS));
    private final Path folder;
    private final List<Process> processes = new ArrayList<>();

    /** Logs and data go below {@code folder}. */
    Programs(Path folder) {
        this.folder = folder;
    }

    /** What a finished program printed, both streams together, and its exit code. */
    record Finished(int exit, String output) {}

    Path folder() {
        return folder;
    }

    /**
     * A free port that stays free until a program takes it: given to nobody else in this process, and below those that systems give to
     * connections and to servers that ask for any. Other processes begin elsewhere.
     */
    static int freePort() {
        for (int tried = 0; tried < PORTS; tried++) {
            int port = FIRST_PORT + Math.floorMod(NEXT.getAndIncrement(), PORTS);
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // the next one
            }
        }
        throw new IllegalStateException("no free port from " + FIRST_PORT + " to " + (FIRST_PORT + PORTS - 1));
    }

    Process start(String logName, List<String> command) throws IOException {
        var process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve(logName).toFile())).start();
        processes.add(process);
        return process;
    }

    /** Runs a program to its end; one that does not end after a generous while fails with what it printed. */
    Finished run(List<String> command) throws IOException, InterruptedException {
        Path log = Files.createTempFile(folder, "run", ".log");
        var process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(log.toFile()).start();
        processes.add(process);
        if (!process.waitFor(RUN_PATIENCE_MINUTES, TimeUnit.MINUTES)) {
            throw new AssertionError("does not end: " + command + "\n" + Files.readString(log));
        }
        return new Finished(process.exitValue(), Files.readString(log));
    }

    /** Polls until it is so; fails with the description after a generous while. */
    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited in vain: " + what);
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    /** A file's text, empty when it is not there. */
    String log(String name) throws IOException {
        Path file = folder.resolve(name);
        return Files.exists(file) ? Files.readString(file) : "";
    }

    @Override
    public void close() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly();
            process.waitFor();
        }
    }
}
