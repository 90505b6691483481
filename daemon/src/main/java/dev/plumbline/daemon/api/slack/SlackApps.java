package dev.plumbline.daemon.api.slack;

import dev.plumbline.daemon.config.Secret;
import dev.plumbline.daemon.config.alertmanager.Integration;
import dev.plumbline.daemon.config.alertmanager.Receiver;
import dev.plumbline.model.PlumblineException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The Slack apps whose buttons may decide, as receivers of the configuration in force name them. Thread-safe. */
public final class SlackApps {
    private static final String HOOKS = "https://hooks.slack.com";
    private volatile List<App> apps = List.of();

    /**
     * One app.
     *
     * @param origins {@code scheme://host:port} of where messages may be answered to
     */
    record App(Secret signingSecret, Set<String> origins) {
        App {
            origins = Set.copyOf(origins);
        }
    }

    /** Puts the receivers of a configuration in force. */
    public void replace(Collection<Receiver> receivers) {
        var found = new ArrayList<App>();
        receivers.stream().flatMap(r -> r.integrations().stream()).forEach(integration -> {
            if (integration instanceof Integration.Slack slack && slack.signingSecret() != null) {
                found.add(new App(slack.signingSecret(), origins(slack)));
            }
        });
        apps = List.copyOf(found);
    }

    List<App> all() {
        return apps;
    }

    /** Slack's own, and that of the address the receiver posts to, which may be another Slack. */
    private static Set<String> origins(Integration.Slack slack) {
        var origins = new LinkedHashSet<>(Set.of(HOOKS));
        try {
            origins.add(origin(slack.url() == null ? slack.appUrl() : slack.url().reveal()));
        } catch (PlumblineException unreadable) {
            return origins; // its file is not there now; sending says so
        }
        return origins;
    }

    /** Empty when it is no address. */
    static String origin(String url) {
        try {
            URI uri = URI.create(url.strip());
            boolean plain = uri.getUserInfo() == null && uri.getHost() != null && uri.getScheme() != null;
            return plain ? uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()) : "";
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
