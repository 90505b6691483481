package dev.plumbline.daemon.rollouts;

import dev.plumbline.daemon.config.KubernetesAccess;
import dev.plumbline.daemon.kubernetes.CustomObjects;
import dev.plumbline.daemon.kubernetes.KubernetesException;
import org.jspecify.annotations.Nullable;

/** The client of the cluster that the configuration names: opened for the first use, and anew when another one is named. One thread at a time. */
final class OpenCluster implements AutoCloseable {
    private final CustomObjects.Opener opener;
    private @Nullable KubernetesAccess openedFor;
    private @Nullable CustomObjects cluster;

    OpenCluster(CustomObjects.Opener opener) {
        this.opener = opener;
    }

    CustomObjects at(KubernetesAccess wanted) throws KubernetesException {
        CustomObjects open = cluster;
        if (open != null && wanted.equals(openedFor)) {
            return open;
        }
        close();
        open = opener.open(wanted);
        cluster = open;
        openedFor = wanted;
        return open;
    }

    /** Lets go of it; it may be opened again. */
    @Override
    public void close() {
        CustomObjects open = cluster;
        cluster = null;
        if (open != null) {
            open.close();
        }
    }
}
