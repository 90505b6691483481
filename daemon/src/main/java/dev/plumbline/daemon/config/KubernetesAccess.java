package dev.plumbline.daemon.config;

import java.net.URI;
import java.nio.file.Path;

/** How the API server of a cluster is reached. Equal ones share their watches. */
public sealed interface KubernetesAccess {

    /** With the service account of the pod that the daemon runs in. */
    record InCluster() implements KubernetesAccess {}

    /** With a kubeconfig file and its current context. */
    record Kubeconfig(Path file) implements KubernetesAccess {}

    /** At an address, with the given client settings. */
    record Server(URI url, HttpClientConfig http) implements KubernetesAccess {}
}
