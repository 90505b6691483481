package dev.plumbline.daemon.config;

import dev.plumbline.daemon.config.yaml.MappingReader;
import java.net.URI;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads how an API server is reached: api_server with client settings, kubeconfig_file, or neither for the pod's own. */
final class KubernetesAccessSection {
    private static final Set<String> WEB = Set.of("http", "https");

    private KubernetesAccessSection() {}

    /** What the keys of {@code k} say, or null after an error that leaves nothing to use. */
    static @Nullable KubernetesAccess read(LoadContext context, MappingReader k) {
        Path kubeconfig = context.path(k, "kubeconfig_file");
        boolean server = !k.string("api_server", "").isEmpty();
        HttpClientConfig http = HttpClientSection.read(context, k);
        // without keys nothing is compared: the first comparison of records costs each start some 20 ms
        boolean ownClient = !k.keys().isEmpty() && !http.equals(HttpClientConfig.DEFAULT);
        if (server && kubeconfig != null) {
            k.error("kubeconfig_file", "at most one of api_server and kubeconfig_file may be given");
        }
        if (ownClient && kubeconfig != null) {
            k.error("kubeconfig_file", "kubeconfig_file brings its own credentials; HTTP client settings cannot be given with it");
        } else if (ownClient && !server) {
            k.problems().error(k.at(), "HTTP client settings need an api_server; without one the pod's service account is used");
        }
        if (server) {
            return server(k, http);
        }
        return kubeconfig != null ? new KubernetesAccess.Kubeconfig(kubeconfig) : new KubernetesAccess.InCluster();
    }

    private static @Nullable KubernetesAccess server(MappingReader k, HttpClientConfig http) {
        URI url = HttpClientSection.uri(k, "api_server");
        if (url != null && (!WEB.contains(String.valueOf(url.getScheme())) || url.getHost() == null)) {
            k.error("api_server", "api_server must start with http:// or https:// and name a host");
            return null;
        }
        return url == null ? null : new KubernetesAccess.Server(url, http);
    }
}
