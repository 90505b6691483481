package dev.plumbline.daemon.deploy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Just enough of kustomize to apply the overlays: resources, components, merge patches, labels, generators, images. */
final class Manifests {
    private static final Set<String> KEYS = Set.of("apiVersion", "kind", "namespace", "labels", "resources", "components",
            "configMapGenerator", "patches", "images");
    private static final KubernetesSerialization JSON = new KubernetesSerialization();

    private Manifests() {}

    /** Every document of a file. */
    static List<Map<String, Object>> documents(Path file) throws IOException {
        var found = new ArrayList<Map<String, Object>>();
        new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build()).loadAllFromString(Files.readString(file))
                .forEach(document -> found.add(map(document)));
        return found;
    }

    /** The objects of a folder with a kustomization. */
    static List<Map<String, Object>> build(Path folder) throws IOException {
        Map<String, Object> kustomization = documents(folder.resolve("kustomization.yaml")).getFirst();
        if (!KEYS.containsAll(kustomization.keySet())) {
            throw new AssertionError(folder + ": keys that this test does not apply: " + kustomization.keySet());
        }
        var objects = new ArrayList<Map<String, Object>>();
        for (String key : List.of("resources", "components")) {
            for (Object name : list(kustomization.get(key))) {
                Path path = folder.resolve(name.toString()).normalize();
                objects.addAll(Files.isDirectory(path) ? build(path) : documents(path));
            }
        }
        for (Object generator : list(kustomization.get("configMapGenerator"))) {
            var values = new LinkedHashMap<String, Object>();
            for (Object file : list(map(generator).get("files"))) {
                values.put(file.toString(), Files.readString(folder.resolve(file.toString())));
            }
            objects.add(new LinkedHashMap<>(Map.of("apiVersion", "v1", "kind", "ConfigMap",
                    "metadata", new LinkedHashMap<>(Map.of("name", Objects.requireNonNull(map(generator).get("name")))), "data", values)));
        }
        for (Object patch : list(kustomization.get("patches"))) {
            for (Map<String, Object> change : documents(folder.resolve(Objects.requireNonNull(map(patch).get("path")).toString()))) {
                merge(objects.stream().filter(o -> id(o).equals(id(change))).findFirst()
                        .orElseThrow(() -> new AssertionError("a patch of " + folder + " changes nothing: " + id(change))), change);
            }
        }
        return objects;
    }

    private static String id(Map<String, Object> object) {
        return object.get("apiVersion") + " " + object.get("kind") + " " + map(object.get("metadata")).get("name");
    }

    /** A strategic merge: mappings are merged, lists of named things by name, all else is replaced. */
    private static void merge(Map<String, Object> into, Map<String, Object> change) {
        change.forEach((key, value) -> {
            Object old = into.get(key);
            if (old instanceof Map && value instanceof Map) {
                merge(map(old), map(value));
            } else if (key.equals("containers")) {
                list(value).forEach(item -> list(old).stream().filter(o -> Objects.equals(map(o).get("name"), map(item).get("name")))
                        .findFirst().ifPresentOrElse(o -> merge(map(o), map(item)), () -> list(old).add(item)));
            } else {
                into.put(key, value);
            }
        });
    }

    /** The object in the client's model; fields that the model does not know are an error, wherever they stand. */
    static HasMetadata strict(Map<String, Object> object) {
        HasMetadata typed = JSON.unmarshal(JSON.asJson(object), HasMetadata.class);
        Object again = new Load(LoadSettings.builder().build()).loadFromString(JSON.asYaml(typed));
        if (typed.getClass().getSimpleName().equals("GenericKubernetesResource")) {
            throw new AssertionError(id(object) + " is not a kind that the model knows");
        }
        unknown(typed, id(object));
        if (!map(again).keySet().containsAll(object.keySet())) {
            throw new AssertionError(id(object) + " loses fields");
        }
        return typed;
    }

    private static void unknown(Object value, String path) {
        if (value instanceof List<?> items) {
            items.forEach(item -> unknown(item, path));
        } else if (value != null && value.getClass().getName().startsWith("io.fabric8.kubernetes.api.model")) {
            for (var method : value.getClass().getMethods()) {
                if (method.getParameterCount() == 0 && method.getName().startsWith("get") && method.getDeclaringClass() != Object.class) {
                    try {
                        Object inner = method.invoke(value);
                        if (method.getName().equals("getAdditionalProperties") && inner instanceof Map<?, ?> extra && !extra.isEmpty()) {
                            throw new AssertionError(path + ": unknown fields " + extra.keySet() + " in " + value.getClass().getSimpleName());
                        }
                        unknown(inner, path);
                    } catch (ReflectiveOperationException e) {
                        throw new AssertionError(path, e);
                    }
                }
            }
        }
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object value) {
        return (Map<String, Object>) Objects.requireNonNull(value);
    }

    @SuppressWarnings("unchecked")
    static List<Object> list(@org.jspecify.annotations.Nullable Object value) {
        return value == null ? new ArrayList<>() : (List<Object>) value;
    }
}
