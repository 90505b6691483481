package dev.plumbline.daemon.it;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Finds the real programs: in the folder that {@code PLUMBLINE_PEERS} names, else on the PATH. */
final class Peers {
    private Peers() {}

    /** The program's path; fails or skips the test when it is not there. */
    static Path program(String... names) {
        for (Path folder : folders()) {
            for (String name : names) {
                Path candidate = folder.resolve(name);
                if (Files.isExecutable(candidate)) {
                    return candidate;
                }
            }
        }
        String message = String.join(" or ", names) + " is neither in PLUMBLINE_PEERS nor on the PATH";
        if ("1".equals(System.getenv("PLUMBLINE_REQUIRE_PEERS"))) {
            Assertions.fail(message);
        }
        Assumptions.abort(message);
        throw new IllegalStateException(message);
    }

    private static List<Path> folders() {
        var folders = new ArrayList<Path>();
        String named = System.getenv("PLUMBLINE_PEERS");
        if (named != null && !named.isEmpty()) {
            folders.add(Path.of(named));
        }
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            if (!folder.isEmpty()) {
                folders.add(Path.of(folder));
            }
        }
        return folders;
    }
}
