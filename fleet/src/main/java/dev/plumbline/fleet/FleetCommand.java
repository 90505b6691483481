package dev.plumbline.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** Runs a fleet on its own until it is stopped: {@code FleetCommand [FOLDER [SEED]]} writes its configuration there. */
public final class FleetCommand {
    private FleetCommand() {}

    /** Arguments: folder for the two files (default: the current one) and seed (default 1). Exits 2 on wrong ones. */
    public static void main(String[] args) throws IOException, InterruptedException {
        long seed;
        try {
            seed = args.length < 2 ? 1 : Long.parseLong(args[1]);
        } catch (NumberFormatException e) {
            System.err.println("fleet: the seed is '" + args[1] + "', must be a whole number; use: FleetCommand [FOLDER [SEED]]");
            System.exit(2);
            return;
        }
        Path folder = Files.createDirectories(Path.of(args.length < 1 ? "." : args[0]));
        // The wiring of the stand-alone fleet: the machine's clock enters here.
        try (Fleet fleet = Fleet.start(FleetOptions.withSeed(seed), System::nanoTime)) {
            Path config = new FleetConfig(fleet.pods(), Duration.ofSeconds(1)).write(folder);
            for (Pod pod : fleet.pods()) {
                System.out.println("http://" + pod.address() + "/metrics  " + pod.name());
            }
            System.out.println("configuration: " + config + "; stop with Ctrl-C");
            new CountDownLatch(1).await();
        }
    }
}
