package dev.plumbline.daemon;

import dev.plumbline.daemon.config.alertmanager.AlertmanagerConfig;
import dev.plumbline.daemon.config.alertmanager.Receiver;
import dev.plumbline.daemon.config.alertmanager.Route;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The routing of a configuration that names no Alertmanager file: everything goes to a receiver that does nothing. */
final class NothingRouted {
    private static final String NOBODY = "nobody";
    private static final long LONG_MILLIS = 86_400_000;
    static final AlertmanagerConfig CONFIG = new AlertmanagerConfig(Path.of("none"), 300_000, List.of(),
            new Route("{}", NOBODY, new Route.Grouping(List.of(), false), List.of(), false, Map.of(), LONG_MILLIS, LONG_MILLIS,
                    LONG_MILLIS, List.of(), List.of(), List.of()),
            Map.of(NOBODY, new Receiver(NOBODY, List.of())), List.of(), Map.of());

    private NothingRouted() {}
}
