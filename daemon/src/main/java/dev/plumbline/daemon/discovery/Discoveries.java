package dev.plumbline.daemon.discovery;

import dev.plumbline.daemon.config.DiscoveryConfig;

/** Makes a discovery of its configuration; {@code source} names it. The wiring gives the HTTP client it may need. */
@FunctionalInterface
public interface Discoveries {
    Discovery discovery(String source, DiscoveryConfig config);
}
