package dev.plumbline.daemon.api.prometheus;

import dev.plumbline.daemon.api.http.Answer;

/** {@code /status/buildinfo}. There is no {@code features} map: Grafana would take that for another product's mark. */
public final class StatusApi {
    private final Build build;

    /**
     * What was built.
     *
     * @param version the product's version
     * @param compatibility the version of Prometheus whose API this is; clients choose their features by it
     * @param javaVersion the running Java
     */
    public record Build(String version, String compatibility, String javaVersion) {}

    public StatusApi(Build build) {
        this.build = build;
    }

    Answer build() {
        return Envelope.success(json -> json.raw('{').member("version", build.compatibility())
                .member("revision", "plumbline-" + build.version()).member("branch", "").member("buildUser", "")
                .member("buildDate", "").member("goVersion", "java" + build.javaVersion()).raw('}'));
    }
}
