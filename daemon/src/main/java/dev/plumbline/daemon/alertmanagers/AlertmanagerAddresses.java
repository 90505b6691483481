package dev.plumbline.daemon.alertmanagers;

import dev.plumbline.daemon.config.AlertingConfig;
import dev.plumbline.daemon.discovery.TargetGroup;
import dev.plumbline.daemon.relabel.Relabeling;
import dev.plumbline.model.Labels;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where the Alertmanagers of one entry are: of each discovered target the labels, the group's where it has none,
 * {@code __scheme__} and {@code __alerts_path__} as the entry says, then relabelling. Pure.
 *
 * @param active where alerts are posted to, each once
 * @param dropped what relabelling dropped, as it would have been; at most 1,000
 * @param errors targets that are no address, with what is wrong
 */
record AlertmanagerAddresses(List<URI> active, List<URI> dropped, List<String> errors) {
    private static final String SCHEME = "__scheme__";
    private static final String PATH = "__alerts_path__";
    private static final String API = "/api/v2/alerts";
    private static final int MAX_DROPPED = 1_000;

    AlertmanagerAddresses {
        active = List.copyOf(active);
        dropped = List.copyOf(dropped);
        errors = List.copyOf(errors);
    }

    static AlertmanagerAddresses of(AlertingConfig.Alertmanagers entry, List<TargetGroup> groups) {
        Set<URI> active = new LinkedHashSet<>();
        Set<URI> dropped = new LinkedHashSet<>();
        var errors = new ArrayList<String>();
        for (TargetGroup group : groups) {
            for (Labels target : group.targets()) {
                Labels discovered = discovered(entry, target, group.labels());
                Labels kept = Relabeling.apply(entry.relabel(), discovered);
                try {
                    if (kept != null) {
                        active.add(url(kept));
                    } else if (dropped.size() < MAX_DROPPED) {
                        dropped.add(url(discovered));
                    }
                } catch (URISyntaxException e) {
                    errors.add(group.source() + ": " + e.getMessage());
                }
            }
        }
        return new AlertmanagerAddresses(List.copyOf(active), List.copyOf(dropped), errors);
    }

    private static Labels discovered(AlertingConfig.Alertmanagers entry, Labels target, Labels group) {
        Labels.Builder labels = group.builder();
        target.forEach(labels::set);
        String prefix = entry.pathPrefix().replaceAll("/+$", "");
        return labels.set(SCHEME, entry.scheme()).set(PATH, (prefix.isEmpty() || prefix.startsWith("/") ? prefix : "/" + prefix) + API)
                .build();
    }

    private static URI url(Labels labels) throws URISyntaxException {
        String address = labels.get(TargetGroup.ADDRESS);
        if (address.isEmpty() || address.contains("/")) {
            throw new URISyntaxException(address, "an Alertmanager's address must be host:port");
        }
        String path = labels.get(PATH);
        var url = new URI(labels.get(SCHEME) + "://" + address + (path.startsWith("/") ? path : "/" + path));
        if (url.getHost() == null) {
            throw new URISyntaxException(address, "an Alertmanager's address must be host:port");
        }
        return url;
    }
}
