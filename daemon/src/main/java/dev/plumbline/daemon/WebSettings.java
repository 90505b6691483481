package dev.plumbline.daemon;

import dev.plumbline.daemon.api.server.CrossOrigin;
import dev.plumbline.model.PlumblineException;
import java.util.Map;

/**
 * The settings of what is served, read and checked.
 *
 * @param host where to listen
 * @param port where to listen; 0: any free port
 * @param externalUrl without a slash at the end; empty: not given
 * @param allowed what may be done without a token that says so
 * @param crossOrigin which pages may read the API
 * @param flags all settings of the process as they are shown, by name without dashes
 */
record WebSettings(String host, int port, String externalUrl, Allowed allowed, CrossOrigin crossOrigin, Map<String, String> flags) {
    private static final int MAX_PORT = 65_535;

    /**
     * What is off unless it is asked for.
     *
     * @param lifecycle whether anybody may reload and end the process over HTTP
     * @param admin whether series may be deleted over HTTP
     * @param open whether to serve beyond loopback without authentication
     */
    record Allowed(boolean lifecycle, boolean admin, boolean open) {
        static final Allowed NOTHING = new Allowed(false, false, false);
    }

    WebSettings {
        flags = Map.copyOf(flags);
    }

    /** On a port of this machine alone, nothing allowed. */
    static WebSettings local(int port) {
        return new WebSettings("127.0.0.1", port, "", Allowed.NOTHING, new CrossOrigin(".*"), Map.of());
    }

    /** @throws PlumblineException of kind USER that names the option, its value and what would be right */
    static WebSettings of(RunOptions o) {
        int colon = o.listen.lastIndexOf(':');
        if (colon < 0) {
            throw PlumblineException.user("--listen \"" + o.listen + "\" has no port; HOST:PORT such as 127.0.0.1:9480 would be right");
        }
        String host = o.listen.substring(0, colon).replace("[", "").replace("]", "");
        Integer given = o.port;
        int port = given == null ? port(o.listen.substring(colon + 1)) : port(given.toString());
        String url = o.externalUrl.endsWith("/") ? o.externalUrl.substring(0, o.externalUrl.length() - 1) : o.externalUrl;
        return new WebSettings(host.isEmpty() ? "0.0.0.0" : host, port, url, new Allowed(o.lifecycle, o.adminApi, o.open),
                new CrossOrigin(o.corsOrigin), RunFlags.shown(o));
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= MAX_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw PlumblineException.user("\"" + text + "\" is not a port; a number from 0 (any free one) to 65535 would be");
    }
}
