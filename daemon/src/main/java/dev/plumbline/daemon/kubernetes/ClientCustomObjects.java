package dev.plumbline.daemon.kubernetes;

import dev.plumbline.daemon.config.KubernetesAccess;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.net.HttpURLConnection;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The port on the fabric8 client, which brings the same credentials, TLS and proxies as discovery has. */
public final class ClientCustomObjects implements CustomObjects {
    private final KubernetesClient client;

    private ClientCustomObjects(KubernetesClient client) {
        this.client = client;
    }

    /** Opens a client; {@code account} is used for a cluster that the daemon runs in. */
    public static CustomObjects open(KubernetesAccess access, ServiceAccount account) throws KubernetesException {
        try {
            return new ClientCustomObjects(ClientSettings.client(access, account));
        } catch (RuntimeException e) {
            throw new KubernetesException("cannot make a client for " + ClientSettings.name(access) + ": " + e.getMessage(), false, e);
        }
    }

    @Override
    public Answer read(CustomObject object) {
        return answer(() -> resource(object).get());
    }

    @Override
    public Answer patch(CustomObject object, String subresource, String mergePatch) {
        PatchContext merge = new PatchContext.Builder().withPatchType(PatchType.JSON_MERGE).build();
        return answer(() -> subresource.isEmpty() ? resource(object).patch(merge, mergePatch)
                : resource(object).subresource(subresource).patch(merge, mergePatch));
    }

    private Resource<GenericKubernetesResource> resource(CustomObject o) {
        var context = new ResourceDefinitionContext.Builder().withGroup(o.group()).withVersion(o.version()).withPlural(o.plural())
                .withKind(o.kind()).withNamespaced(true).build();
        return client.genericKubernetesResources(context).inNamespace(o.namespace()).withName(o.name());
    }

    private Answer answer(Supplier<@Nullable GenericKubernetesResource> call) {
        try {
            GenericKubernetesResource object = call.get();
            return object == null ? new Answer.Refused(HttpURLConnection.HTTP_NOT_FOUND, "not found")
                    : new Answer.Found(client.getKubernetesSerialization().asJson(object));
        } catch (KubernetesClientException e) {
            return e.getCode() >= HttpURLConnection.HTTP_BAD_REQUEST ? new Answer.Refused(e.getCode(), said(e))
                    : new Answer.Unreachable(ClientFailure.cause(e));
        } catch (RuntimeException e) { // the client throws many kinds; none may end the caller's loop
            return new Answer.Unreachable(ClientFailure.cause(e));
        }
    }

    private static String said(KubernetesClientException e) {
        String words = ClientFailure.words(e);
        return words.isEmpty() ? "HTTP status " + e.getCode() : words;
    }

    @Override
    public void close() {
        client.close();
    }
}
