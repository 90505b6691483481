package dev.plumbline.daemon.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command of the real Alertmanager. Debian's build looks for its default templates in an absolute place and does not
 * start without them; where the package is unpacked somewhere else, a copy of the program is used in which that place is
 * a relative one of the same length, with a link that leads to the templates.
 */
final class RealAlertmanager {
    private static final String HOME = "/usr/share/prometheus/alertmanager";
    private static final String RELATIVE = ".//////////prometheus/alertmanager";

    private RealAlertmanager() {}

    /** To be run in {@code folder}, where {@code config} is; only on loopback, as a cluster of its own. */
    static List<String> command(Path folder, String config, int port) throws IOException {
        return new ArrayList<>(List.of(program(folder).toString(), "--config.file=" + config, "--storage.path=am" + port,
                "--web.listen-address=127.0.0.1:" + port, "--cluster.listen-address="));
    }

    private static synchronized Path program(Path folder) throws IOException {
        Path real = Peers.program("alertmanager", "prometheus-alertmanager");
        Path beside = real.resolve("../../share/prometheus").toAbsolutePath().normalize();
        if (Files.exists(Path.of(HOME, "default.tmpl")) || !Files.exists(beside.resolve("alertmanager/default.tmpl"))) {
            return real;
        }
        Path copy = folder.resolve("alertmanager");
        if (!Files.exists(copy)) {
            String bytes = new String(Files.readAllBytes(real), StandardCharsets.ISO_8859_1);
            Files.write(copy, bytes.replace(HOME, RELATIVE).getBytes(StandardCharsets.ISO_8859_1));
            if (!copy.toFile().setExecutable(true)) {
                throw new IOException("cannot make " + copy + " executable");
            }
            Files.createSymbolicLink(folder.resolve("prometheus"), beside);
        }
        return copy;
    }
}
