package dev.plumbline.daemon.kubernetes;

/** Names one object of a kind that the client has no model for; {@code plural} is the kind as it stands in paths. */
public record CustomObject(String group, String version, String plural, String kind, String namespace, String name) {
    @Override
    public String toString() {
        return kind + " " + namespace + "/" + name;
    }
}
