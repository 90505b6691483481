package dev.plumbline.daemon.rollouts;

import dev.plumbline.daemon.config.yaml.JsonView;

/**
 * A Rollout as it was seen, with what the gate is to call it. Texts are empty where the object does not say.
 *
 * @param service annotation {@value #SERVICE}, else label {@code app.kubernetes.io/name}, else {@code app}, else the Rollout's name
 * @param policy annotation {@value #POLICY}
 * @param version of the newest revision, as far as the object itself says: {@link #version}
 * @param ownVersion the Rollout's own label {@code app.kubernetes.io/version}, which is all there is where the pods' template stands elsewhere
 */
record Sighting(String namespace, String name, String service, String policy, String version, String ownVersion, Rollout rollout,
        Traffic traffic) {
    static final String SERVICE = "plumbline.dev/service";
    static final String VERSION = "plumbline.dev/version";
    static final String POLICY = "plumbline.dev/policy";
    private static final String VERSION_LABEL = "app.kubernetes.io/version";

    static Sighting parse(String json) {
        JsonView root = JsonView.of("the Rollout", json);
        JsonView meta = root.at("metadata");
        JsonView labels = meta.at("labels");
        Rollout rollout = Rollout.read(root);
        return new Sighting(meta.at("namespace").text(), meta.at("name").text(),
                first(meta.at("annotations").at(SERVICE), labels.at("app.kubernetes.io/name"), labels.at("app"), meta.at("name")),
                meta.at("annotations").at(POLICY).text(), version(root), labels.at(VERSION_LABEL).text(), rollout, Traffic.of(root, rollout));
    }

    /**
     * The version of the pods that a Rollout or a ReplicaSet makes: its annotation {@value #VERSION}, else of the pods' template the label
     * {@code app.kubernetes.io/version}, else {@code version}, else the tag of the first container's image; empty where it says none of them.
     */
    static String version(JsonView object) {
        JsonView template = object.at("spec").at("template");
        JsonView labels = template.at("metadata").at("labels");
        String said = first(object.at("metadata").at("annotations").at(VERSION), labels.at(VERSION_LABEL), labels.at("version"));
        return said.isEmpty() ? template.at("spec").at("containers").items().stream().findFirst()
                .map(c -> tag(c.at("image").text())).orElse("") : said;
    }

    private static String first(JsonView... texts) {
        for (JsonView text : texts) {
            if (!text.text().isBlank()) {
                return text.text();
            }
        }
        return "";
    }

    /** The tag of an image: what follows the last colon behind the last slash, before a digest; empty without one. */
    static String tag(String image) {
        String name = image.substring(image.lastIndexOf('/', digest(image)) + 1, digest(image));
        int colon = name.indexOf(':');
        return colon < 0 ? "" : name.substring(colon + 1);
    }

    private static int digest(String image) {
        int at = image.indexOf('@');
        return at < 0 ? image.length() : at;
    }

    String key() {
        return namespace + "/" + name;
    }

    String revision() {
        return rollout.status().podHash();
    }

    String stableRevision() {
        return rollout.status().stableHash();
    }
}
