package dev.plumbline.daemon.config.alertmanager;

import dev.plumbline.daemon.config.yaml.MappingReader;
import java.util.Map;

/** An address of a mail server. An empty host is this machine. */
record HostPort(String host, int port) {
    private static final HostPort NONE = new HostPort("", 0);
    private static final int MAX_PORT = 65_535;
    private static final Map<String, Integer> SERVICES = Map.of("smtp", 25, "submission", 587, "smtps", 465, "submissions", 465);

    /** Reads {@code host:port}, the value of {@code key} or of a default for it; reports what is none. The port may be a service's name. */
    static HostPort read(MappingReader r, String key, String text) {
        int colon = text.lastIndexOf(':');
        String host = text.substring(0, Math.max(colon, 0)).replaceAll("^\\[|]$", "");
        String port = text.substring(colon + 1);
        int number = SERVICES.getOrDefault(port, port.matches("[0-9]{1,5}") ? Integer.parseInt(port) : 0);
        if (colon < 0 || number < 1 || number > MAX_PORT) {
            r.error(key, key + " must be host:port with a port from 1 to " + MAX_PORT + ", not \"" + text + "\"");
            return NONE;
        }
        return new HostPort(host.isEmpty() ? "localhost" : host, number);
    }
}
