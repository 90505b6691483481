package dev.plumbline.daemon.kubernetes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What Kubernetes puts into a pod so that it can reach the API server: a folder with {@code token}, {@code ca.crt} and
 * {@code namespace}, and two variables.
 */
public record ServiceAccount(Path directory, Map<String, String> env) {
    /** Where Kubernetes puts it. */
    public static final Path DIRECTORY = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

    public ServiceAccount {
        env = Map.copyOf(env);
    }

    /**
     * The API server's address.
     *
     * @throws KubernetesException when this is no pod
     */
    String server() throws KubernetesException {
        String host = env.getOrDefault("KUBERNETES_SERVICE_HOST", "");
        String port = env.getOrDefault("KUBERNETES_SERVICE_PORT", "");
        if (host.isEmpty() || port.isEmpty() || !Files.isReadable(token())) {
            throw new KubernetesException("this is not a pod with a service account (KUBERNETES_SERVICE_HOST, KUBERNETES_SERVICE_PORT and "
                    + token() + " are needed): give api_server or kubeconfig_file", false, null);
        }
        return "https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /** The pod's namespace. */
    String namespace() throws KubernetesException {
        Path file = directory.resolve("namespace");
        try {
            String name = Files.readString(file).strip();
            if (name.isEmpty()) {
                throw new KubernetesException("own_namespace: " + file + " is empty", false, null);
            }
            return name;
        } catch (IOException e) {
            throw new KubernetesException("own_namespace: cannot read " + file + "; the daemon does not run in a pod", false, e);
        }
    }

    Path token() {
        return directory.resolve("token");
    }

    Path authority() {
        return directory.resolve("ca.crt");
    }
}
